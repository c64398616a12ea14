using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Shards.Commands;
using Actors.Shards.Points;

namespace Actors.Shards.State;

/// <summary>
/// What an owner knows of its shard: open jobs, commands answered and not answered yet, each channel's last offset. Recovery
/// makes it from the valid records; while the shard is served, it runs ahead of the log: jobs and answers are those as
/// appended. A state machine; not thread-safe.
/// </summary>
internal sealed class ShardFold
{
    private readonly ShardPlace _place;
    private readonly Queue<ParsedCommand> _waiting = new();

    /// <summary>Begins at a recovery point, or before the first record where there is none.</summary>
    /// <param name="place">The shard.</param>
    /// <param name="point">The recovery point.</param>
    /// <param name="first">No event before this offset is known, though it may count for others.</param>
    internal ShardFold(ShardPlace place, PointState? point, long first)
    {
        _place = place;
        Channels = new ChannelTable(Math.Max(point?.Point.At ?? -1, first - 1));
        Recent = new RecentCommands(point?.RecentCommands ?? []);
        Answered = point?.Point.Answered ?? -1;
    }

    /// <summary>The open jobs.</summary>
    internal JobTable Jobs { get; } = new();

    /// <summary>The channels' last offsets, as read back.</summary>
    internal ChannelTable Channels { get; }

    /// <summary>Commands answered lately.</summary>
    internal RecentCommands Recent { get; }

    /// <summary>The highest command that an event answers; -1 for none.</summary>
    internal long Answered { get; private set; }

    /// <summary>How many events of the answer to <see cref="Answered"/> are still missing.</summary>
    internal int Remaining { get; private set; }

    /// <summary>Commands that were read and that no event answers, oldest first.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>Takes the next valid record.</summary>
    /// <exception cref="InvalidDataException">A snapshot is of a version that this build does not know.</exception>
    internal void Apply(in LogEntry entry)
    {
        var record = entry.Record;
        switch (record.Kind)
        {
            case RecordKind.Command:
                // Where the log's first records are gone, one of those that are left may have been answered all the same.
                if (entry.Offset > Answered)
                {
                    _waiting.Enqueue(ParsedCommand.Read(entry));
                }

                break;
            case RecordKind.Event:
                Channels.Get(record.Channel).Last = entry.Offset;
                var command = record.Answers >= 0 ? Answer(record.Answers, record.Remaining) : null;
                if (record.Step == JobStep.Queued)
                {
                    Begin(record.Job, command);
                }
                else
                {
                    Jobs.Apply(record.Job, record.Step, record.Step == JobStep.Text ? EventText.Read(record.Value.Span) : null, entry.Time);
                }

                break;
            case RecordKind.Snapshot:
                Jobs.Open(JobSnapshotCodec.Decode(record.Value.Span));
                break;
            default:
                break;
        }
    }

    /// <summary>Keeps a command that can't be handled yet.</summary>
    internal void Wait(ParsedCommand command) => _waiting.Enqueue(command);

    /// <summary>
    /// The next command that waits, and how many events of its answer are in the log already. The caller answers it, or finds
    /// that it has nothing to say.
    /// </summary>
    internal bool TryTake(out ParsedCommand command, out int missing)
    {
        if (!_waiting.TryDequeue(out command!))
        {
            missing = 0;
            return false;
        }

        missing = command.Offset == Answered ? Remaining : int.MaxValue;
        return true;
    }

    /// <summary>An event was appended that answers a command.</summary>
    internal void AnswerAppended(ParsedCommand command, int remaining)
    {
        (Answered, Remaining) = (command.Offset, remaining);
        if (remaining == 0 && command.Body is { } body)
        {
            Recent.Add(body, Submission.JobOf(command, _place)?.Value);
        }
    }

    // Commands are handled in order: one before the answered one that no event answers had nothing to say.
    private ParsedCommand? Answer(long offset, int remaining)
    {
        (Answered, Remaining) = (offset, remaining);
        while (_waiting.TryPeek(out var command) && command.Offset <= offset)
        {
            if (command.Offset < offset)
            {
                _waiting.Dequeue();
                continue;
            }

            if (remaining == 0)
            {
                _waiting.Dequeue();
                if (command.Body is { } body)
                {
                    Recent.Add(body, Submission.JobOf(command, _place)?.Value);
                }
            }

            return command;
        }

        return null;
    }

    // A command before the recovery point is not at hand; then the point's snapshot, behind this event, brings the job.
    private void Begin(string? job, ParsedCommand? command)
    {
        if (command is not null && Submission.ToJob(command, _place, out _) is { } open && open.Id.Value == job)
        {
            Jobs.Open(open);
        }
    }
}
