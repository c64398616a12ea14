using Actors.Log;
using Actors.Live;
using Actors.Contracts.Jobs;
using Actors.Shards.Commands;
using Actors.Shards.Ownership;

namespace Actors.Shards;

/// <summary>Reading back: step 4 of the owner's life. A record costs no look-up by its channel or job.</summary>
internal sealed partial class ShardActor
{
    private bool _watching;

    // When the batch in hand was gone on with: a look at the clock for many records.
    private long _readAt;

    private bool IsServing => _state is ShardState.Serving or ShardState.Leaving or ShardState.Lingering;

    private void OnBatch(ShardReader.BatchRead read)
    {
        if (_reader.TryTake(read))
        {
            ReadOn();
        }
    }

    /// <summary>Goes on with the batch in hand, up to a record whose acknowledgement or claim is still to come.</summary>
    private void ReadOn()
    {
        if (_reader.Batch is not { } batch || (_state is ShardState.Claiming or ShardState.InDoubt && _ahead is null))
        {
            return;
        }

        var entries = batch.Entries.Span;
        _readAt = _services.Time.GetTimestamp();
        while (_reader.Index < entries.Length)
        {
            ref readonly var entry = ref entries[_reader.Index];
            if (IsServing && _readBack.IsNextOwn(entry.Record) && !_appends.Oldest.IsCompletedSuccessfully)
            {
                EndOfBatch();
                WatchAppends(isWaitedFor: true);
                return;
            }

            _reader.Index++;
            if (!Read(entry))
            {
                return;
            }
        }

        _readBack.MoveTo(batch.Next - 1);
        EndOfBatch();
        WatchAppends();
        if (!ClaimIfAhead() && _reader.Batch is not null)
        {
            _reader.Pull();
        }
    }

    /// <summary>Takes one record; false when the owner's state has changed so that reading must stop here.</summary>
    private bool Read(in LogEntry entry)
    {
        var verdict = _readBack.Accept(entry);
        switch (verdict)
        {
            case ReadBackVerdict.Superseded:
                StandDown();
                return false;
            case ReadBackVerdict.Ended:
                Doubt("the claim ended by a hole or a repeat in its records");
                return false;
            case ReadBackVerdict.Recovered:
                Serve();
                return true;
            case ReadBackVerdict.Skip:
                return IsServing || Recover(entry, verdict);
            default:
                break;
        }

        if (!IsServing)
        {
            return Recover(entry, verdict);
        }

        if (verdict == ReadBackVerdict.Command)
        {
            Handle(ParsedCommand.Read(entry));
        }
        else if (_appends.TryConfirm(entry.Record, out var append))
        {
            Confirm(append, entry);
        }
        else
        {
            throw new InvalidOperationException($"A valid record of shard {_place.Shard} at {entry.Offset} was not appended by its owner.");
        }

        return true;
    }

    private void Confirm(in PendingAppend append, in LogEntry entry)
    {
        switch (entry.Record.Kind)
        {
            case RecordKind.Event:
                Publish(append, entry.Offset);
                break;
            case RecordKind.Snapshot:
                OnSnapshot(entry.Record);
                break;
            case RecordKind.Point:
                CommitPoint(entry.Offset);
                break;
            case RecordKind.Notice:
                OnNotice();
                break;
            default:
                break;
        }
    }

    private void Publish(in PendingAppend append, long offset)
    {
        var (record, channel) = (append.Record, append.Channel!);
        var previous = channel.Last;
        Count(append, offset);
        _digest.Add(channel);
        _services.Bus.Publish(new Frame
        {
            Shard = _place.Shard,
            Channel = channel.Name,
            Offset = offset,
            Previous = previous,
            Type = record.Type,
            Job = record.Job,
            Payload = record.Value,
        });
        ShardsInstruments.CommitDuration.Record(_services.Time.GetElapsedTime(append.Since, _readAt).TotalSeconds);
        if (_digest.IsFull)
        {
            SendDigest(offset);
        }
    }

    /// <summary>An own event is in the log for good.</summary>
    private void Count(in PendingAppend append, long offset)
    {
        if (append.Channel is not { } channel)
        {
            return;
        }

        channel.Last = offset;
        channel.Pending--;
        ShardsInstruments.Committed.Add(1);
        if (append.Job is { } emitter)
        {
            _jobs.Committed(emitter);
        }

        if (append.Record is { Job: { } id } record && record.Step.IsTerminal() && _jobs.TryFind(id, out var job))
        {
            _jobs.Remove(job);
            _services.Jobs.Ended(job.State.Kind, record.Step);
        }
    }

    private void EndOfBatch()
    {
        if (!IsServing)
        {
            return;
        }

        _jobs.TellCommitted();
        ShowGauge();
        ScheduleDigest();
        PointIfLarge();
        EndIfDrained();
        if (_fold.Channels.Count > _options.MaxTrackedChannels)
        {
            _fold.Channels.Forget(_readBack.Position);
        }
    }

    /// <summary>Waits for the oldest append: one message for each group that the log commits together.</summary>
    /// <param name="isWaitedFor">The batch in hand goes on with that message, also where the acknowledgement has come since it was looked for.</param>
    private void WatchAppends(bool isWaitedFor = false)
    {
        var oldest = _appends.Oldest;
        if (_watching || !IsServing || (oldest.IsCompletedSuccessfully && !isWaitedFor))
        {
            return;
        }

        if (oldest.IsCompleted && !oldest.IsCompletedSuccessfully)
        {
            Doubt(oldest.Exception?.GetBaseException().Message ?? "an append was given up");
            return;
        }

        _watching = true;
        Await(oldest);
    }

    // Apart from the look, which each event takes: what it captures is made where it waits only.
    private void Await(Task oldest)
    {
        var epoch = _epoch;
        _ = oldest.PipeTo(
            Self, Self, () => new AppendEnded(null, epoch), cause => new AppendEnded(cause, epoch));
    }

    private void OnAppendEnded(Exception? failure)
    {
        _watching = false;
        if (failure is not null)
        {
            Doubt(failure.Message);
            return;
        }

        ReadOn();
        WatchAppends();
    }

    private void OnReadFailed(ShardReader.ReadFailed failed)
    {
        if (!_reader.TryTake(failed))
        {
            return;
        }

        if (failed.Cause is RecordFormatException)
        {
            // It is for a node that knows the format to serve the shard; whether this one can again, a later start finds out.
            _log.Error("Shard {0}: given up: {1}", _place.Shard, failed.Cause.Message);
            Context.Stop(Self);
            return;
        }

        _trouble = failed.Cause.Message;
        _log.Warning("Shard {0}: reading failed: {1}", _place.Shard, failed.Cause.Message);
        if (failed.Cause is OffsetOutOfRangeException)
        {
            StopServing();
            DropAll();
            Enter(ShardState.Claiming, Claiming);
            ClaimLater();
            return;
        }

        Timers.StartSingleTimer(ReadAgain.Instance, ReadAgain.Instance, _options.ClaimBackoff);
    }

    private void OnReadAgain()
    {
        _reader.Open(_services.Log, _place.Shard, _reader.Next);
        _reader.Pull();
    }

    private sealed record AppendEnded(Exception? Failure, int Epoch) : IOwnMessage;

    private sealed record ReadAgain
    {
        internal static readonly ReadAgain Instance = new();
    }
}
