using System.Text.Json;

namespace Actors.Bench.Load.Jobs;

/// <summary>Follows text jobs, one at a time on each listener: the pieces must join without a hole, and make the final text.</summary>
/// <param name="listeners">How many listeners there will be.</param>
internal sealed class JobObserver(int listeners) : EventObserver
{
    private readonly JobStream[] _streams = [.. Enumerable.Range(0, listeners).Select(_ => new JobStream())];

    /// <summary>The listener's stream.</summary>
    public JobStream this[int listener] => _streams[listener];

    /// <summary>Jobs that ended on all listeners.</summary>
    public int Ended => _streams.Sum(s => s.Ended);

    /// <inheritdoc/>
    public override void Take(Listener listener, ReadOnlySpan<byte> data, long now)
    {
        var reader = new Utf8JsonReader(data);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        var stream = _streams[listener.Index];
        // A checkpoint is an empty object.
        switch (root.TryGetProperty("type", out var type) ? type.GetString() : null)
        {
            case "generation_queued":
                stream.Begun++;
                stream.Text.Clear();
                stream.Tokens = 0;
                Count(listener, Interlocked.Exchange(ref stream.SubmittedAt, 0), now);
                break;
            case "ai_chat_chunk":
                TakeChunk(stream, root);
                Count(listener, 0, now);
                break;
            case "generation_complete":
                stream.Ended++;
                if (stream.Text.Equals(root.GetProperty("result").GetProperty("text").GetString())) stream.Complete++;
                break;
            case "generation_failed" or "generation_cancelled":
                stream.Ended++;
                break;
            default:
                break;
        }
    }

    /// <summary>A line for each listener that tells its pieces from any others.</summary>
    public IReadOnlyList<uint> Fingerprints() => [.. _streams.Select(s => s.Fingerprint)];

    /// <summary>All that came.</summary>
    public JobsSeen Seen(double tokensPerSecond)
    {
        var latency = TokenLatency.Of(_streams, tokensPerSecond);
        var events = TokenLatency.FromWriting(_streams);
        return new JobsSeen
        {
            Begun = _streams.Sum(s => s.Begun),
            Ended = Ended,
            Complete = _streams.Sum(s => s.Complete),
            Chunks = _streams.Sum(s => (long)s.Chunks.Count),
            Tokens = _streams.Sum(s => s.Chunks.Sum(c => (long)c.Tokens)),
            TokenP50 = latency.Percentile(.5),
            TokenP99 = latency.Percentile(.99),
            EventP50 = events.Percentile(.5),
            EventP99 = events.Percentile(.99),
            EventMax = events.Max / 1000.0,
        };
    }

    // Pieces hold whole tokens: a word with the space or the empty line before it.
    private void TakeChunk(JobStream stream, JsonElement root)
    {
        var arrived = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
        var result = root.GetProperty("result");
        var text = result.GetProperty("text").GetString()!;
        var position = result.GetProperty("position").GetInt32();
        if (position > stream.Text.Length) Missing++;
        if (position < stream.Text.Length) RepeatedOrLate++;
        var tokens = text.Count(c => c == ' ') + text.Count(c => c == '\n') / 2 + (position == 0 && text.Length > 0 ? 1 : 0);
        stream.Text.Append(text);
        foreach (var c in text + "\n") stream.Fingerprint = (stream.Fingerprint ^ c) * 16777619;
        stream.Chunks.Add(new ChunkArrival(stream.Tokens, tokens, (root.GetProperty("timestamp").GetDateTime() - DateTime.UnixEpoch).TotalMilliseconds, arrived));
        stream.Tokens += tokens;
    }
}
