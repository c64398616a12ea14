namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Asks the shards' leaders how far they reach, on a client and a thread of its own, so that no fetch is waited for. Calls that
/// arrive while a question is under way share the next one, for all their shards. An answer is of a moment within the call; the
/// first offset, which only retention moves, may be a second older. Thread-safe.
/// </summary>
internal sealed class BoundsQueries : IAsyncDisposable
{
    private static readonly TimeSpan FirstHolds = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const int QueryMilliseconds = 1500;
    private const int ShardMilliseconds = 300;
    private const int PauseMilliseconds = 20;

    private readonly object _gate = new();
    private readonly ReadClient _client;
    private readonly KnownEnds _ends;
    private readonly TimeProvider _time;
    private readonly int _shards;
    private readonly long[] _first;
    private readonly long[] _firstAsked;
    private readonly Queue<TimeQuestion> _times = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BoundsRound _gathering;
    private bool _closing;

    internal BoundsQueries(ReadClient client, KnownEnds ends, int shards, TimeProvider time)
    {
        (_client, _ends, _shards, _time, _gathering) = (client, ends, shards, time, new BoundsRound(shards));
        (_first, _firstAsked) = (new long[shards], new long[shards]);
        Array.Fill(_firstAsked, long.MinValue);
        new Thread(Run) { Name = "log-bounds", IsBackground = true }.Start();
    }

    /// <summary>A shard's bounds.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="fresh">Whether the first offset must be of this moment too.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="LogUnavailableException">The shard's leader did not answer.</exception>
    internal async ValueTask<ShardBounds> AskAsync(int shard, bool fresh, CancellationToken ct)
    {
        BoundsRound round;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(IDurableLog));
            round = _gathering;
            round.Ask(shard, fresh);
            Monitor.Pulse(_gate);
        }

        await round.Done.WaitAsync(ct);
        return round.Errors[shard] is { } error
            ? throw new LogUnavailableException($"Kafka does not say how far shard {shard} reaches: {error}.")
            : round.Bounds[shard];
    }

    /// <summary>The first offset whose record is not older than a time; the next offset when there is none.</summary>
    /// <exception cref="LogUnavailableException">The shard's leader did not answer.</exception>
    internal async ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct)
    {
        var question = new TimeQuestion(shard, time);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(IDurableLog));
            _times.Enqueue(question);
            Monitor.Pulse(_gate);
        }

        var offset = await question.Answer.Task.WaitAsync(ct);
        return offset == RdKafka.End ? (await AskAsync(shard, fresh: false, ct)).Next : offset;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        await _stopped.Task;
        _client.Dispose();
    }

    private void Run()
    {
        while (Next(out var round, out var question))
        {
            if (question is not null)
            {
                Answer(question);
            }

            if (round is not null)
            {
                Answer(round);
            }
        }

        _stopped.SetResult();
    }

    private bool Next(out BoundsRound? round, out TimeQuestion? question)
    {
        lock (_gate)
        {
            while (_gathering.IsEmpty && _times.Count == 0)
            {
                if (_closing)
                {
                    (round, question) = (null, null);
                    return false;
                }

                Monitor.Wait(_gate);
            }

            _times.TryDequeue(out question);
            round = _gathering.IsEmpty ? null : _gathering;
            if (round is not null)
            {
                _gathering = new BoundsRound(_shards);
            }

            return true;
        }
    }

    private void Answer(TimeQuestion question)
    {
        Span<long> offset = [0];
        var error = Ask([question.Shard], question.Time, offset);
        if (error == RdKafka.Ok)
        {
            question.Answer.SetResult(offset[0]);
        }
        else
        {
            question.Answer.SetException(new LogUnavailableException($"Kafka does not say what shard {question.Shard} held at a time: {ReadClient.Text(error)}."));
        }
    }

    private void Answer(BoundsRound round)
    {
        // The first offsets before the next ones: so no shard seems to begin behind its end.
        var now = _time.GetTimestamp();
        var wanted = Shards(round.Wanted);
        var old = Array.FindAll(wanted, s => round.Fresh[s] || _firstAsked[s] == long.MinValue || _time.GetElapsedTime(_firstAsked[s], now) > FirstHolds);
        Ask(old, RdKafka.Earliest, round, (shard, first) => (_first[shard], _firstAsked[shard]) = (first, now));
        Ask(wanted, RdKafka.Latest, round, (shard, next) =>
        {
            _ends.Learn(shard, next);
            round.Bounds[shard] = new ShardBounds(Math.Min(_first[shard], next), next);
        });
        round.Complete();
    }

    private void Ask(int[] shards, long time, BoundsRound round, Action<int, long> answer)
    {
        shards = Array.FindAll(shards, s => round.Errors[s] is null);
        var offsets = new long[shards.Length];
        if (shards.Length == 0)
        {
            return;
        }

        if (shards.Length == 1 || _client.Ask(shards, time, QueryMilliseconds, offsets) != RdKafka.Ok)
        {
            // One leader that does not answer fails them all: each for itself then.
            for (var i = 0; i < shards.Length; i++)
            {
                var error = shards.Length == 1
                    ? Ask(shards, time, offsets)
                    : _client.Ask(shards.AsSpan(i, 1), time, ShardMilliseconds, offsets.AsSpan(i, 1));
                round.Errors[shards[i]] = error == RdKafka.Ok ? null : ReadClient.Text(error);
            }
        }

        for (var i = 0; i < shards.Length; i++)
        {
            if (round.Errors[shards[i]] is null)
            {
                answer(shards[i], offsets[i]);
            }
        }
    }

    /// <summary>Asks again while a leader is being found.</summary>
    private int Ask(ReadOnlySpan<int> shards, long time, Span<long> offsets)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var error = _client.Ask(shards, time, QueryMilliseconds, offsets);
            if (error == RdKafka.Ok || _time.GetElapsedTime(began) > Patience || Volatile.Read(ref _closing))
            {
                return error;
            }

            lock (_gate)
            {
                Monitor.Wait(_gate, PauseMilliseconds);
            }
        }
    }

    private static int[] Shards(bool[] wanted) => [.. Enumerable.Range(0, wanted.Length).Where(s => wanted[s])];

    private sealed record TimeQuestion(int Shard, long Time)
    {
        internal TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
