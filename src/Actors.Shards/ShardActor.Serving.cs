using System.Diagnostics;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Shards.Commands;
using Actors.Shards.Jobs;
using Actors.Shards.Ownership;
using Actors.Shards.Work;

namespace Actors.Shards;

/// <summary>Serving: step 3 of the owner's life. Handling a command appends its answer at once.</summary>
internal sealed partial class ShardActor
{
    private DateTimeOffset? _servedSince;
    private TimeSpan _recovery;

    private void Serving()
    {
        Receive<AppendEnded>(ended => OnAppendEnded(ended.Failure), ended => ended.Epoch == _epoch);
        Receive<DigestTick>(_ => SendDigest(_readBack.Position));
        Receive<DigestRequested>(_ => SendDigest(_readBack.Position));
        Receive<PointTick>(_ => OnPointTick());
        Receive<PointStored>(stored => OnPointStored(stored.Offset, null), stored => stored.Epoch == _epoch);
        Receive<PointLost>(lost => OnPointStored(-1, lost.Cause), lost => lost.Epoch == _epoch);
    }

    private void Serve()
    {
        var fresh = !InDoubt;
        _served = -1;
        _trouble = null;
        _epoch++;
        Enter(_released ? ShardState.Lingering : _leaving ? ShardState.Leaving : ShardState.Serving, Serving);
        _digest.Begin(_readBack.Claim);
        var self = Self;
        _digestRequests ??= _services.Bus.ServeDigests(_place.Shard, () => self.Tell(DigestRequested.Instance));
        if (fresh)
        {
            _servedSince = _services.Time.GetUtcNow();
            _digest.ServedSince(_servedSince.Value.ToUnixTimeMilliseconds());
            ShardsInstruments.Takeovers.Add(_readBack.TookOver ? 1 : 0);
        }

        var again = _appends.Begin(_readBack.Claim);
        ShardsInstruments.Appended.Add(again);
        _log.Info("Shard {0}: served from claim {1} on; appended again: {2}.", _place.Shard, _readBack.Claim, again);
        HandleWaiting();
        _recovery = _services.Time.GetElapsedTime(_recoveryBegan);
        ShardsInstruments.RecoveryDuration.Record(_recovery.TotalSeconds);
        ShardsInstruments.RecoveryRecords.Add(_recovered);
        if (fresh)
        {
            StartOpenJobs();
        }

        _recordsSincePoint = 1;
        Timers.StartSingleTimer(DigestTick.Instance, DigestTick.Instance, _options.DigestInterval);
        Timers.StartPeriodicTimer(PointTick.Instance, PointTick.Instance, FirstPoint(), _options.PointInterval);
        if (_finishing && !_released)
        {
            BeginPoint();
        }
        else if (_leaving && !_released)
        {
            GoOnLeaving();
        }
    }

    private void HandleWaiting()
    {
        while (_fold.TryTake(out var command, out var missing))
        {
            Handle(command, missing);
        }
    }

    private void Handle(ParsedCommand command, int missing = int.MaxValue)
    {
        using var activity = command.Record.TraceParent is { } parent
            ? ShardsInstruments.Source.StartActivity("handle command", ActivityKind.Consumer, parent)
            : null;
        _recordsSincePoint++;
        _bytesSincePoint += command.Record.Value.Length;
        ShardsInstruments.Commands.Add(1);
        var answer = _handling.Handle(command, _fold.Jobs, _fold.Recent);
        if (answer.Refusal is { } refusal)
        {
            ShardsInstruments.Refused.Add(1);
            _log.Warning("Shard {0}: command at {1} refused: {2}", _place.Shard, command.Offset, refusal);
        }

        // A takeover in the middle of an answer goes on with the rest: so many of its events stand in the log already.
        for (var i = Math.Max(0, answer.Events.Count - missing); i < answer.Events.Count; i++)
        {
            var remaining = answer.Events.Count - 1 - i;
            if (i == 0 && answer.Submitted is { } submitted)
            {
                _jobs.Add(_fold.Jobs.Open(submitted));
            }

            Append(answer.Events[i], null, command.Offset, remaining, command.Record.TraceParent);
            _fold.AnswerAppended(command, remaining);
        }

        if (answer.Stopped is { } stopped && _jobs.TryFind(stopped, out var job))
        {
            _jobs.Stop(job);
        }
    }

    /// <summary>Appends an event and takes it into the state as appended.</summary>
    /// <param name="draft">The event.</param>
    /// <param name="emitter">The job whose actor emitted it and is told when it came back; null for an answer of the shard itself.</param>
    /// <param name="answers">The command that it answers; -1 for none.</param>
    /// <param name="remaining">How many more events answer the command behind it.</param>
    /// <param name="traceParent">The trace that it belongs to.</param>
    private void Append(EventDraft draft, RunningJob? emitter, long answers, int remaining, string? traceParent)
    {
        var channel = _fold.Channels.Get(draft.Channel);
        channel.Pending++;
        _recordsSincePoint++;
        _bytesSincePoint += draft.Payload.Length;
        var (stamp, seq) = _appends.Next;
        var record = new LogRecord
        {
            Kind = RecordKind.Event,
            Stamp = stamp,
            Seq = seq,
            Answers = answers,
            Remaining = remaining,
            Channel = channel.Name,
            Type = draft.Type,
            Job = draft.Job?.Value,
            Step = draft.Step,
            TraceParent = traceParent,
            Value = draft.Payload,
        };
        _appends.Append(new PendingAppend(record, Task.CompletedTask, channel, emitter, _services.Time.GetTimestamp()));
        ShardsInstruments.Appended.Add(1);
        _fold.Jobs.Apply(record.Job, draft.Step, draft.Text, draft.Step == JobStep.Started ? _services.Time.GetUtcNow().ToUnixTimeMilliseconds() : 0);
        if (emitter is not null)
        {
            emitter.Uncommitted++;
        }
    }

    private sealed record DigestTick : IOwnMessage
    {
        internal static readonly DigestTick Instance = new();
    }
}
