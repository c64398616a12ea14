using Actors.Log.Kafka.Native;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// A thread that asks for the bounds of shards, one round after the other. Calls that arrive while a round is under way share
/// the next one. Thread-safe.
/// </summary>
internal sealed class BoundsLane : IAsyncDisposable
{
    private const int RoundMilliseconds = 1000;
    private const int ShardMilliseconds = 300;

    private readonly object _gate = new();
    private readonly ReadClient _client;
    private readonly KnownEnds _ends;
    private readonly FirstOffsets _firsts;
    private readonly int _shards;
    private readonly Queue<TimeQuestion> _times = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BoundsRound _gathering;
    private bool _closing;

    internal BoundsLane(string name, ReadClient client, KnownEnds ends, FirstOffsets firsts, int shards)
    {
        (_client, _ends, _firsts, _shards, _gathering) = (client, ends, firsts, shards, new BoundsRound(shards));
        new Thread(Run) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>The round that a question goes with.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="fresh">Whether the first offset must be of this moment too.</param>
    internal BoundsRound Ask(int shard, bool fresh)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(IDurableLog));
            _gathering.Ask(shard, fresh);
            Monitor.Pulse(_gate);
            return _gathering;
        }
    }

    /// <summary>The first offset whose record is not older than a time; <see cref="RdReading.End"/> when there is none.</summary>
    internal Task<long> OffsetAtAsync(int shard, long time)
    {
        var question = new TimeQuestion(shard, time);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(IDurableLog));
            _times.Enqueue(question);
            Monitor.Pulse(_gate);
        }

        return question.Answer.Task;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        return new ValueTask(_stopped.Task);
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
        var error = _client.Ask([question.Shard], question.Time, RoundMilliseconds, offset);
        if (error == RdKafka.Ok)
        {
            question.Answer.SetResult(offset[0]);
        }
        else
        {
            question.Answer.SetException(new LogUnavailableException(
                $"Kafka does not say what shard {question.Shard} held at a time: {RdConf.Text(error)}."));
        }
    }

    private void Answer(BoundsRound round)
    {
        LogTelemetry.BoundsRounds.Add(1);
        // The first offsets before the next ones, so that no shard seems to begin behind its end.
        var wanted = Shards(shard => round.Wanted[shard]);
        Ask(Array.FindAll(wanted, shard => _firsts.IsOld(shard, round.Fresh[shard])), RdReading.Earliest, round, _firsts.Learn);
        Ask(Array.FindAll(wanted, shard => round.Errors[shard] is null), RdReading.Latest, round, (shard, next) =>
        {
            _ends.Learn(shard, next);
            round.Bounds[shard] = new ShardBounds(Math.Min(_firsts[shard], next), next);
        });
        round.Complete();
    }

    private void Ask(int[] shards, long time, BoundsRound round, Action<int, long> learn)
    {
        if (shards.Length == 0)
        {
            return;
        }

        var offsets = new long[shards.Length];
        var error = _client.Ask(shards, time, RoundMilliseconds, offsets);
        for (var i = 0; i < shards.Length; i++)
        {
            if (error != RdKafka.Ok)
            {
                // One leader that does not answer fails them all: each for itself then.
                var own = shards.Length == 1 ? error : _client.Ask(shards.AsSpan(i, 1), time, ShardMilliseconds, offsets.AsSpan(i, 1));
                if (own != RdKafka.Ok)
                {
                    round.Errors[shards[i]] = RdConf.Text(own);
                    continue;
                }
            }

            learn(shards[i], offsets[i]);
        }
    }

    private int[] Shards(Predicate<int> which) => [.. Enumerable.Range(0, _shards).Where(shard => which(shard))];

    private sealed record TimeQuestion(int Shard, long Time)
    {
        internal TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
