namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Asks the shards' leaders how far they reach, on a client of its own, so that no fetch is waited for. Calls that arrive while
/// a question is under way share the next one, for all their shards: a request for each leader. Shards whose leader did not
/// answer are asked for in a lane of their own, so that they hold up nobody else. An answer is of a moment within the call;
/// the first offset, which only retention moves, may be a second older. Thread-safe.
/// </summary>
internal sealed class BoundsQueries : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(20);

    private readonly ReadClient _client;
    private readonly TimeProvider _time;
    private readonly BoundsLane _well;
    private readonly BoundsLane _ailing;
    private readonly bool[] _isAiling;

    internal BoundsQueries(ReadClient client, KnownEnds ends, int shards, TimeProvider time)
    {
        (_client, _time, _isAiling) = (client, time, new bool[shards]);
        var firsts = new FirstOffsets(shards, time);
        _well = new BoundsLane("log-bounds", client, ends, firsts, shards);
        _ailing = new BoundsLane("log-bounds-ailing", client, ends, firsts, shards);
    }

    /// <summary>A shard's bounds.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="fresh">Whether the first offset must be of this moment too.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="LogUnavailableException">The shard's leader did not answer for some seconds.</exception>
    internal async ValueTask<ShardBounds> AskAsync(int shard, bool fresh, CancellationToken ct)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var round = (Volatile.Read(ref _isAiling[shard]) ? _ailing : _well).Ask(shard, fresh);
            await round.Done.WaitAsync(ct);
            var error = round.Errors[shard];
            Volatile.Write(ref _isAiling[shard], error is not null);
            if (error is null)
            {
                return round.Bounds[shard];
            }

            if (_time.GetElapsedTime(began) > Patience)
            {
                throw new LogUnavailableException($"Kafka does not say how far shard {shard} reaches: {error}.");
            }

            // A new leader is being found.
            await Task.Delay(RetryPause, _time, ct);
        }
    }

    /// <summary>The first offset whose record is not older than a time; the next offset when there is none.</summary>
    /// <exception cref="LogUnavailableException">The shard's leader did not answer.</exception>
    internal async ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct)
    {
        var offset = await _ailing.OffsetAtAsync(shard, time).WaitAsync(ct);
        return offset == RdReading.End ? (await AskAsync(shard, fresh: false, ct)).Next : offset;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _well.DisposeAsync();
        await _ailing.DisposeAsync();
        _client.Dispose();
    }
}
