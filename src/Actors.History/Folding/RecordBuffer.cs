using Actors.Log;

namespace Actors.History.Folding;

/// <summary>
/// The records themselves, for a store that keeps them: each channel's events, what submitted a job and what ended it. Holds the
/// log's records by reference. Not thread-safe.
/// </summary>
internal sealed class RecordBuffer
{
    private const int EventOverhead = 256;

    private readonly Dictionary<string, List<LogEntry>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LogEntry> _submits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LogEntry> _results = new(StringComparer.Ordinal);

    /// <summary>About how many bytes it holds in memory.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Each channel's valid events, by rising offset.</summary>
    internal IReadOnlyDictionary<string, List<LogEntry>> Events => _events;

    /// <summary>The commands that submitted jobs, by job.</summary>
    internal IReadOnlyDictionary<string, LogEntry> Submits => _submits;

    /// <summary>The events that ended jobs, by job.</summary>
    internal IReadOnlyDictionary<string, LogEntry> Results => _results;

    /// <summary>Adds a valid event.</summary>
    internal void AddEvent(in LogEntry entry)
    {
        if (!_events.TryGetValue(entry.Record.Channel, out var events))
        {
            _events[entry.Record.Channel] = events = [];
        }

        events.Add(entry);
        Bytes += entry.Record.Value.Length + EventOverhead;
    }

    /// <summary>Adds the command that made a job.</summary>
    internal void AddSubmit(string job, in LogEntry command)
    {
        if (_submits.TryAdd(job, command))
        {
            Bytes += command.Record.Value.Length + EventOverhead;
        }
    }

    /// <summary>Adds the event that ended a job, which is among the events too.</summary>
    internal void AddResult(string job, in LogEntry entry) => _results.TryAdd(job, entry);
}
