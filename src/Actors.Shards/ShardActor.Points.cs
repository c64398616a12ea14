using Actors.Log;
using Actors.Log.Claims;
using Actors.Shards.Ownership;
using Actors.Shards.Points;
using Actors.Shards.Work;

namespace Actors.Shards;

/// <summary>Digests and recovery points: what the owner tells of its position. Step 6 of the owner's life.</summary>
internal sealed partial class ShardActor
{
    private const string TooLarge = "output_too_large";

    // The golden ratio spreads any number of shards evenly.
    private const double Spread = 0.618034;

    // The point that is being made; null while none is.
    private PointRound? _round;
    private long _lastPoint = -1;
    private DateTimeOffset _pointTime;
    private long _recordsSincePoint;
    private long _bytesSincePoint;

    private void SendDigest(long to)
    {
        _services.Bus.Publish(_digest.Take(to, _readBack.Claim, _readBack.NextSeq, _readBack.LastValid, _fold.Jobs.Count));
        Timers.StartSingleTimer(DigestTick.Instance, DigestTick.Instance, _options.QuietDigestInterval);
        _digestSoon = false;
    }

    private bool _digestSoon;

    private void ScheduleDigest()
    {
        if (_digest.HasEvents && !_digestSoon)
        {
            _digestSoon = true;
            Timers.StartSingleTimer(DigestTick.Instance, DigestTick.Instance, _options.DigestInterval);
        }
    }

    /// <summary>Shards that began to be served together make their points one after the other: between half an interval and a whole one.</summary>
    private TimeSpan FirstPoint() => _options.PointInterval * (1 - (_place.Shard * Spread % 1 / 2));

    private void OnPointTick()
    {
        _backoff.Reset();
        if (_recordsSincePoint > 0 || _services.Time.GetUtcNow() - _pointTime >= _options.QuietPointInterval)
        {
            BeginPoint();
            WatchAppends();
        }
    }

    private void PointIfLarge()
    {
        if (_bytesSincePoint >= _options.PointBytes)
        {
            BeginPoint();
        }
    }

    /// <summary>
    /// Begins a round: a snapshot of every open job, then the point with the state as read back here. Every command up to here is
    /// answered, and the answers stand before the snapshots.
    /// </summary>
    private void BeginPoint()
    {
        if (_round is not null || _released)
        {
            return;
        }

        var at = _readBack.Position;
        (_recordsSincePoint, _bytesSincePoint, _pointTime) = (0, 0, _services.Time.GetUtcNow());
        var point = new RecoveryPoint(at, _readBack.Capture(), _fold.Answered, _place.LogId);
        _round = new PointRound(at, PointStateCodec.Encode(new PointState(point, _fold.Recent.ToArray())), _fold.Jobs.All);
        GoOn(_round);
    }

    /// <summary>
    /// Appends snapshots as far as a slice goes, and behind the last one the point. A snapshot is of its job as appended at this
    /// moment, so events may stand between two of them; a job that has ended since needs none, and one that began since stands
    /// behind the recovery point as a whole.
    /// </summary>
    private void GoOn(PointRound round)
    {
        while (round.InFlight < _options.PointSliceBytes && !round.IsAppended)
        {
            if (!round.TryTake(out var job))
            {
                round.IsAppended = true;
                AppendOwn(new LogRecord { Kind = RecordKind.Point, Value = round.Value });
            }
            else if (ReferenceEquals(_fold.Jobs.Find(job.Id.Value), job))
            {
                AppendSnapshot(round, job.ToOpenJob());
            }
        }
    }

    private void AppendSnapshot(PointRound round, OpenJob job)
    {
        var value = JobSnapshotCodec.Encode(job);
        if (value.Length > _options.MaxRecordBytes)
        {
            EndTooLarge(job, value.Length);
            return;
        }

        round.InFlight += value.Length;
        AppendOwn(new LogRecord { Kind = RecordKind.Snapshot, Channel = job.Channel, Job = job.Id.Value, Value = value });
    }

    /// <summary>A snapshot came back: the next ones may go.</summary>
    private void OnSnapshot(LogRecord snapshot)
    {
        if (_round is { } round)
        {
            round.InFlight -= snapshot.Value.Length;
            GoOn(round);
        }
    }

    // A job that fits no snapshot would keep the shard from ever making a point again, and the log from ever being trimmed.
    private void EndTooLarge(OpenJob job, int bytes)
    {
        var why = $"The job takes {bytes} bytes with its input and text; at most {_options.MaxRecordBytes} are allowed (Shards:MaxRecordBytes).";
        _log.Error("Shard {0}: job {1} ended: {2}", _place.Shard, job.Id.Value, why);
        Append(_services.Jobs.Failed(job, TooLarge, why, retryable: false), null, answers: -1, remaining: 0, job.TraceParent);
        if (_jobs.TryFind(job.Id.Value, out var running))
        {
            running.Ended = true;
        }
    }

    private void AppendOwn(LogRecord record)
    {
        _appends.Append(new PendingAppend(record, Task.CompletedTask, null, null, _services.Time.GetTimestamp()));
        ShardsInstruments.Appended.Add(1);
    }

    /// <summary>The point came back, and the snapshots before it with it: now a new owner may begin there.</summary>
    private void CommitPoint(long offset)
    {
        var epoch = _epoch;
        _ = CommitPointAsync(offset, _round!.At)
            .PipeTo(Self, Self, () => new PointStored(offset, epoch), cause => new PointLost(cause, epoch));
    }

    private async Task CommitPointAsync(long offset, long recoverFrom) =>
        await _services.Log.CommitPointAsync(_place.Shard, offset, recoverFrom, _stopping.Token);

    private void OnPointStored(long offset, Exception? cause)
    {
        _round = null;
        if (cause is null)
        {
            _lastPoint = offset;
            ShardsInstruments.Points.Add(1);
        }
        else
        {
            _trouble = cause.Message;
            _recordsSincePoint++;
            _log.Warning("Shard {0}: the recovery point was not stored: {1}", _place.Shard, cause.Message);
        }

        EndWithoutPoint();
    }

    private sealed record PointTick : IOwnMessage
    {
        internal static readonly PointTick Instance = new();
    }

    private sealed record PointStored(long Offset, int Epoch) : IOwnMessage;

    private sealed record PointLost(Exception Cause, int Epoch) : IOwnMessage;
}
