using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.History.Following;
using Actors.Log;
using Actors.Log.Claims;

namespace Actors.History.Folding;

/// <summary>
/// What the history makes of a shard's raw records: applies the claim rule, folds jobs by the step in each header, notes
/// commands and where each channel's events are. Holds the open jobs, and of all else what is not stored yet. A piece of text
/// costs a few comparisons and an index entry. A state machine; not thread-safe.
/// </summary>
internal sealed class ShardHistory
{
    private readonly int _shard;
    private readonly uint _logId;
    private readonly long _knownTo;
    private readonly ClaimFilter _filter;
    private readonly Dictionary<string, JobView> _jobs = new(StringComparer.Ordinal);

    private HashSet<string> _changed = new(StringComparer.Ordinal);
    private HashSet<string> _new = new(StringComparer.Ordinal);
    private Dictionary<string, CommandView> _commands = new(StringComparer.Ordinal);
    private ChannelIndex _index = new();
    private RecordBuffer? _records;
    private ShardChanges? _storing;
    private long _stored;

    /// <param name="shard">The shard.</param>
    /// <param name="from">
    /// What is known where the reading begins: the watermark that was stored, or the recovery point of an owner. Records at or
    /// before it are judged by its claim table.
    /// </param>
    /// <param name="next">The first offset that will be read.</param>
    /// <param name="first">The first offset that the log has. Every valid event between it and <paramref name="next"/> is in the stored index.</param>
    /// <param name="stored">What is stored.</param>
    /// <param name="keepRecords">Whether the store takes the records themselves too.</param>
    internal ShardHistory(int shard, RecoveryPoint from, long next, long first, StoredShard stored, bool keepRecords)
    {
        (_shard, _logId, _knownTo, _filter) = (shard, from.LogId, from.At, new ClaimFilter(from.Claims));
        (Next, _stored, First) = (next, next, first);
        (StoredNext, _records) = (stored.Watermark, keepRecords ? new RecordBuffer() : null);
        foreach (var job in stored.Open)
        {
            _jobs[job.Id] = job;
        }
    }

    /// <summary>The offset of the next record.</summary>
    internal long Next { get; private set; }

    /// <summary>The index has every valid event from this offset on, stored or not yet. What lies before it may have been removed.</summary>
    internal long First { get; private set; }

    /// <summary>The watermark that the store has, as far as this reader knows; -1 when it has none.</summary>
    internal long StoredNext { get; private set; }

    /// <summary>About how many bytes of records wait to be stored.</summary>
    internal long UnstoredBytes => (_records?.Bytes ?? 0) + (_storing?.Records?.Bytes ?? 0);

    /// <summary>True when there is something that a store should have soon.</summary>
    internal bool HasChanges => _changed.Count > 0 || _commands.Count > 0 || !_index.IsEmpty;

    /// <summary>True while something was taken out to be stored.</summary>
    internal bool IsStoring => _storing is not null;

    /// <summary>How many records were seen since the watermark was stored.</summary>
    internal long Unstored => Next - _stored;

    /// <summary>The jobs in memory: the open ones, and those that ended lately.</summary>
    internal IEnumerable<JobView> Jobs => _jobs.Values;

    /// <summary>
    /// The command that must be at hand to make a job of this event; null when none is needed. So it is when the owner named
    /// the job, because the command did not.
    /// </summary>
    internal long? NeedsCommand(in LogEntry entry) =>
        entry.Record is { Kind: RecordKind.Event, Job: { } job, Answers: >= 0 and var command } record
        && (record.Step == JobStep.Queued || record.Step.IsTerminal())
        && !_jobs.ContainsKey(job)
            ? command
            : null;

    /// <summary>Takes the next record. <paramref name="command"/> is the one that it needs, where it needs one and it is still there.</summary>
    internal void Apply(in LogEntry entry, LogEntry? command = null)
    {
        var valid = entry.Offset <= _knownTo
            ? _filter.Knows(entry.Offset, entry.Record, _knownTo)
            : _filter.Accept(entry.Offset, entry.Record);
        Next = entry.Offset + 1;
        if (!valid)
        {
            return;
        }

        switch (entry.Record.Kind)
        {
            case RecordKind.Command:
                Take(entry);
                break;
            case RecordKind.Event:
                _index.Add(entry.Record.Channel, entry.Offset);
                _records?.AddEvent(entry);
                if (entry.Record.Step is not (JobStep.None or JobStep.Text) && entry.Record.Job is { } job)
                {
                    Take(job, entry, command);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The reading has come so far: what lies between holds nothing.</summary>
    internal void MoveTo(long next) => Next = Math.Max(Next, next);

    /// <summary>A job that is in memory. <paramref name="isNew"/>: the store may know it better.</summary>
    internal JobView? Find(string id, out bool isNew)
    {
        isNew = _new.Contains(id) || _storing?.NewJobs.Contains(id) == true;
        return _jobs.GetValueOrDefault(id);
    }

    /// <summary>True when jobs of a user changed and are not stored yet.</summary>
    internal bool HasChangesOf(string user) =>
        _changed.Any(id => string.Equals(_jobs[id].User, user, StringComparison.Ordinal))
        || _storing?.Jobs.Any(job => string.Equals(job.User, user, StringComparison.Ordinal)) == true;

    /// <summary>A command that is not stored yet.</summary>
    internal CommandView? FindCommand(string id) =>
        _storing?.Commands.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal)) ?? _commands.GetValueOrDefault(id);

    /// <summary>The offsets of a channel's events that are not stored for certain, by rising offset.</summary>
    internal List<long> UnstoredOffsets(string channel)
    {
        var offsets = new List<long>();
        _storing?.Index.CopyTo(channel, offsets);
        _index.CopyTo(channel, offsets);
        return offsets;
    }

    /// <summary>A channel's events that are not stored for certain, by rising offset. Only where records are kept.</summary>
    internal List<LogEntry> UnstoredEvents(string channel)
    {
        var events = new List<LogEntry>();
        events.AddRange(_storing?.Records?.Events.GetValueOrDefault(channel) ?? []);
        events.AddRange(_records?.Events.GetValueOrDefault(channel) ?? []);
        return events;
    }

    /// <summary>The command that submitted a job, where it is not stored for certain.</summary>
    internal LogEntry? UnstoredSubmit(string job) => FindRecord(job, records => records.Submits);

    /// <summary>The event that ended a job, where it is not stored for certain.</summary>
    internal LogEntry? UnstoredResult(string job) => FindRecord(job, records => records.Results);

    /// <summary>
    /// Takes out what is to be stored; it stays visible until <see cref="Stored"/>, and comes again when storing it failed.
    /// Claims that ended before <paramref name="first"/>, the first offset that the log still has, are forgotten.
    /// </summary>
    internal ShardChanges BeginStore(long first)
    {
        if (_storing is not null)
        {
            return _storing;
        }

        Forget(first);
        _filter.Forget(first);
        _storing = new ShardChanges(_shard, Next, Here(), [.. _changed.Select(id => _jobs[id])], _new, [.. _commands.Values], _index) { Previous = StoredNext, First = First, Records = _records };
        (_changed, _new) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        (_commands, _index) = (new Dictionary<string, CommandView>(StringComparer.Ordinal), new ChannelIndex());
        _records = _records is null ? null : new RecordBuffer();
        return _storing;
    }

    /// <summary>The log has nothing before this offset any longer, and the index will not have it either.</summary>
    internal void Forget(long first) => First = Math.Max(First, first);

    /// <summary>
    /// What was taken out is stored. Jobs that ended need not be in memory any longer; nor those of
    /// <paramref name="known"/>: new ones that the store had already, because somebody submitted them again after they ended.
    /// </summary>
    internal void Stored(IReadOnlySet<string> known)
    {
        if (_storing is null)
        {
            return;
        }

        foreach (var job in _storing.Jobs)
        {
            if (known.Contains(job.Id))
            {
                _jobs.Remove(job.Id);
                _changed.Remove(job.Id);
            }
            else if (!_changed.Contains(job.Id) && !_jobs[job.Id].IsOpen)
            {
                _jobs.Remove(job.Id);
            }
        }

        (_stored, StoredNext, _storing) = (_storing.Next, _storing.Next, null);
    }

    private LogEntry? FindRecord(string job, Func<RecordBuffer, IReadOnlyDictionary<string, LogEntry>> of) =>
        _storing?.Records is { } storing && of(storing).TryGetValue(job, out var first) ? first
        : _records is not null && of(_records).TryGetValue(job, out var later) ? later
        : null;

    private RecoveryPoint Here() => new(Math.Max(Next - 1, _knownTo), _filter.Capture(), -1, _logId);

    private void Take(in LogEntry entry)
    {
        if (CommandReader.Read(entry.Record) is not { } body)
        {
            return;
        }

        if (body.Id is { } id && FindCommand(id) is null)
        {
            _commands[id] = CommandReader.ToView(_shard, entry, body);
        }

        if (string.Equals(body.Type, CommandTypes.SubmitJob, StringComparison.Ordinal)
            && JobId.TryParse(body.JobId, out var job) && job.Shard == _shard && !_jobs.ContainsKey(job.Value))
        {
            Put(CommandReader.ToJob(job.Value, _shard, entry, body));
            _new.Add(job.Value);
            _records?.AddSubmit(job.Value, entry);
        }
    }

    private void Take(string id, in LogEntry entry, LogEntry? command)
    {
        if (!_jobs.TryGetValue(id, out var job))
        {
            if (entry.Record.Step != JobStep.Queued && !entry.Record.Step.IsTerminal())
            {
                return;
            }

            job = CommandReader.ToJob(id, _shard, entry, command);
            _new.Add(id);
            if (command is { Record.Kind: RecordKind.Command } submit)
            {
                _records?.AddSubmit(id, submit);
            }
        }

        if (job.IsOpen)
        {
            Put(JobFold.Apply(job, entry));
            if (entry.Record.Step.IsTerminal())
            {
                _records?.AddResult(id, entry);
            }
        }
    }

    private void Put(JobView job)
    {
        _jobs[job.Id] = job;
        _changed.Add(job.Id);
    }
}
