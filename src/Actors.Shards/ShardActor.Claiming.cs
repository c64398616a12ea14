using Actors.Log;
using Actors.Log.Claims;
using Actors.Shards.Ownership;
using Actors.Shards.Points;
using Actors.Shards.State;

namespace Actors.Shards;

/// <summary>
/// Claiming and recovering: steps 1, 2 and 5 of the owner's life. What stands in the log is read before the claim, up to the end
/// of that moment: an owner that lingers serves meanwhile, and behind the claim only what came since is left to read.
/// </summary>
internal sealed partial class ShardActor
{
    // The claim under which records are in flight that may or may not land; -1 where there is nothing to save.
    private long _served = -1;
    private long _recoveryBegan;
    private int _recovered;

    // The offset up to which is read before the claim; null where nothing is read ahead.
    private long? _ahead;

    // Everything before the claim was read: reading goes on when it is acknowledged.
    private bool _isAhead;

    // Whether the owner before is waited for.
    private Courtesy _courtesy;

    private bool InDoubt => _served >= 0;

    private void Claiming()
    {
        Receive<TryClaim>(_ => ReadAhead(), next => next.Epoch == _epoch);
        Receive<Claimed>(claimed => OnClaimed(claimed.Offset), claimed => claimed.Epoch == _epoch);
        Receive<ClaimFailed>(failed => OnClaimFailed(failed.Cause), failed => failed.Epoch == _epoch);
        Receive<CourtesyEnds>(_ => ClaimIfAhead());
        Receive<EndFound>(found => ReadAheadTo(found.Next), found => found.Epoch == _epoch);
        Recovering();
    }

    private void Recovering()
    {
        Receive<PointFound>(found => OnPoint(found.Start), found => found.Epoch == _epoch);
        Receive<PointFailed>(failed => OnPointFailed(failed.Cause), failed => failed.Epoch == _epoch);
        Receive<RecoverAgain>(_ => FindPoint());
    }

    private void ClaimLater()
    {
        if (_released)
        {
            Context.Stop(Self);
            return;
        }

        var next = new TryClaim(++_epoch);
        var wait = _backoff.Next();
        if (wait == TimeSpan.Zero)
        {
            Self.Tell(next);
        }
        else
        {
            Timers.StartSingleTimer(nameof(TryClaim), next, wait);
        }
    }

    private void ReadAhead()
    {
        if (InDoubt)
        {
            Claim();
            return;
        }

        if (_isAhead)
        {
            FindEnd();
            return;
        }

        _readBack.Unclaim();
        _recovered = 0;
        FindPoint();
    }

    /// <summary>A claim failed, perhaps for a long time: what came since is read first, the notices of the owner before among it.</summary>
    private void FindEnd()
    {
        var epoch = ++_epoch;
        _ = NextOffsetAsync().PipeTo(Self, Self, next => new EndFound(next, epoch), cause => new ClaimFailed(cause, epoch));
    }

    private async Task<long> NextOffsetAsync() => (await _services.Log.BoundsAsync(_place.Shard, _stopping.Token)).Next;

    private void ReadAheadTo(long next)
    {
        (_ahead, _isAhead) = (next - 1, false);
        if (_reader.Batch is not null)
        {
            ReadOn();
        }
        else if (!ClaimIfAhead() && _reader.IsIdle && !Timers.IsTimerActive(ReadAgain.Instance))
        {
            _reader.Pull();
        }
    }

    /// <summary>
    /// Claims if as much was read as there was, and nobody is waited for; true when that is so, and reading is to stop. While the
    /// owner before lets its jobs end it goes on reading.
    /// </summary>
    private bool ClaimIfAhead()
    {
        if (_ahead is not { } end || _readBack.Position < end)
        {
            return false;
        }

        if (_courtesy.Left(Elapsed) is var left && left > TimeSpan.Zero)
        {
            _trouble = $"{_courtesy.Node} lets the shard's jobs end.";
            Timers.StartSingleTimer(CourtesyEnds.Instance, CourtesyEnds.Instance, left);
            return false;
        }

        (_ahead, _isAhead) = (null, true);
        Timers.Cancel(CourtesyEnds.Instance);
        _reader.Pause();
        Claim();
        return true;
    }

    private TimeSpan Elapsed => _services.Time.GetElapsedTime(0);

    private void Claim()
    {
        var epoch = ++_epoch;
        var value = ClaimValue();
        _readBack.Attempt(value);
        _ = ClaimAsync(value).PipeTo(Self, Self, offset => new Claimed(offset, epoch), cause => new ClaimFailed(cause, epoch));
    }

    private async Task<long> ClaimAsync(byte[] value) => await _services.Log.ClaimAsync(
        _place.Shard, new LogRecord { Kind = RecordKind.Claim, Value = value }, _stopping.Token);

    private void OnClaimFailed(Exception cause)
    {
        _trouble = cause.Message;
        _log.Warning("Shard {0}: no claim: {1}", _place.Shard, cause.Message);
        if (cause is NotOwnerException)
        {
            if (_leaving || _lost)
            {
                Context.Stop(Self);
                return;
            }

            if (InDoubt)
            {
                DropAll();
                Enter(ShardState.Claiming, Claiming);
            }
        }

        ClaimLater();
    }

    private void OnClaimed(long offset)
    {
        ShardsInstruments.Claims.Add(1);
        _readBack.Claimed(offset, _served);
        _recoveryBegan = _services.Time.GetTimestamp();
        Enter(ShardState.Recovering, Recovering);
        if (!_isAhead)
        {
            _recovered = 0;
        }

        _isAhead = false;
        if (!_reader.IsIdle)
        {
            ReadOn();
        }
        else if (!Timers.IsTimerActive(ReadAgain.Instance))
        {
            _reader.Pull();
        }
    }

    private void FindPoint()
    {
        var epoch = ++_epoch;
        _ = RecoveryStart.FindAsync(_services.Log, _place.Shard, _stopping.Token).PipeTo(
            Self, Self, start => new PointFound(start, epoch), cause => new PointFailed(cause, epoch));
    }

    private void OnPointFailed(Exception cause)
    {
        if (cause is not LogUnavailableException)
        {
            throw new InvalidOperationException($"Shard {_place.Shard} can't be recovered: {cause.Message}", cause);
        }

        _trouble = cause.Message;
        Timers.StartSingleTimer(RecoverAgain.Instance, RecoverAgain.Instance, _backoff.Next());
    }

    private void OnPoint(RecoveryStart start)
    {
        var (point, first) = (start.Point, start.Bounds.First);
        if (point.LogId != _place.LogId)
        {
            throw new InvalidOperationException($"The point of shard {_place.Shard} belongs to another log.");
        }

        if (start.Removed is { } removed)
        {
            _log.Error("Shard {0}: retention has removed what recovery needs, from {1} on; it begins at {2}.", _place.Shard, removed, first);
        }
        else if (start.Found is { } found)
        {
            _log.Warning("Shard {0}: no recovery point is committed that is still there; it begins with the one that stands at {1}.", _place.Shard, found);
        }

        var at = point.At;
        if (_state == ShardState.Recovering && at >= _readBack.Claim)
        {
            // The claim's acknowledgement came so late that another owner has claimed and made a point since.
            StandDown();
            return;
        }

        var state = start.Value.IsEmpty ? new PointState(point, []) : PointStateCodec.Decode(start.Value.Span) with { Point = point };
        _fold = new ShardFold(_place, state, start.LastInDoubt + 1);
        _readBack.Begin(point.Claims, at);
        _readBack.Forget(first);
        _courtesy = NewCourtesy();
        _ahead = _state == ShardState.Recovering ? null : start.Bounds.Next - 1;
        _reader.Open(_services.Log, _place.Shard, _readBack.Position + 1);
        if (!ClaimIfAhead())
        {
            _reader.Pull();
        }
    }

    /// <summary>Takes a record that lies before the own claim; false when reading must stop because recovery begins anew.</summary>
    private bool Recover(in LogEntry entry, ReadBackVerdict verdict)
    {
        _recovered++;
        if (!InDoubt)
        {
            if (verdict is ReadBackVerdict.Command or ReadBackVerdict.Valid)
            {
                _fold.Apply(entry);
            }

            if (verdict == ReadBackVerdict.Valid || entry.Record.Kind == RecordKind.Claim)
            {
                _courtesy.Take(entry.Record, Elapsed);
            }

            return true;
        }

        if (_readBack.ForeignBetween)
        {
            _log.Warning("Shard {0}: another owner claimed in between; what was in doubt is dropped.", _place.Shard);
            DropAll();
            FindPoint();
            return false;
        }

        if (verdict == ReadBackVerdict.Command)
        {
            _fold.Wait(Commands.ParsedCommand.Read(entry));
        }
        else if (verdict == ReadBackVerdict.Valid && _appends.TryConfirm(entry.Record, out var append))
        {
            Count(append, entry.Offset);
        }

        return true;
    }

    /// <summary>Drops everything in hand: another owner may have written.</summary>
    private void DropAll()
    {
        _served = -1;
        _appends.Drop();
        _jobs.Clear();
        _reader.Close();
        Timers.Cancel(ReadAgain.Instance);
        Timers.Cancel(RecoverAgain.Instance);
        Timers.Cancel(CourtesyEnds.Instance);
        (_ahead, _isAhead) = (null, false);
        _round = null;
        _fold = new ShardFold(_place, null, 0);
        EndIfDrained();
    }

    /// <summary>Some append failed, or the own claim ended: claim again; what is not in the log then is appended again.</summary>
    private void Doubt(string cause)
    {
        if (IsServing)
        {
            _served = _readBack.Claim;
        }

        _trouble = cause;
        _log.Warning("Shard {0}: in doubt: {1}", _place.Shard, cause);
        ShardsInstruments.Doubts.Add(1);
        StopServing();
        Enter(InDoubt ? ShardState.InDoubt : ShardState.Claiming, Claiming);
        ClaimLater();
    }

    /// <summary>Another owner's claim: stop at once, and claim only after a wait, if the placement still says that the shard is this node's.</summary>
    private void StandDown()
    {
        _trouble = "Another owner claimed the shard.";
        _log.Warning("Shard {0}: another owner claimed it.", _place.Shard);
        ShardsInstruments.Superseded.Add(1);
        StopServing();
        DropAll();
        if (_leaving || _lost)
        {
            Context.Stop(Self);
            return;
        }

        Enter(ShardState.Claiming, Claiming);
        ClaimLater();
    }

    private void StopServing()
    {
        _appends.Hold();
        _noticesOut = 0;
        _watching = false;
        _round = null;
        _epoch++;
        _digestRequests?.Dispose();
        _digestRequests = null;
        Timers.Cancel(NoticeTick.Instance);
        Timers.Cancel(DigestTick.Instance);
        Timers.Cancel(PointTick.Instance);
    }

    private Courtesy NewCourtesy() => new(NoticeWait, _options.DrainTimeout + _options.LeaveTimeout);

    private sealed record CourtesyEnds : IOwnMessage
    {
        internal static readonly CourtesyEnds Instance = new();
    }

    private sealed record TryClaim(int Epoch) : IOwnMessage;

    private sealed record RecoverAgain : IOwnMessage
    {
        internal static readonly RecoverAgain Instance = new();
    }

    private sealed record Claimed(long Offset, int Epoch) : IOwnMessage;

    private sealed record ClaimFailed(Exception Cause, int Epoch) : IOwnMessage;

    private sealed record EndFound(long Next, int Epoch) : IOwnMessage;

    private sealed record PointFound(RecoveryStart Start, int Epoch) : IOwnMessage;

    private sealed record PointFailed(Exception Cause, int Epoch) : IOwnMessage;
}
