using System.Text;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.History.Following;
using Actors.Log;

namespace Actors.History.Postgres;

/// <summary>A channel's events, stored or not yet. Thread-safe.</summary>
internal sealed class ShardEvents(EventReads reads)
{
    /// <summary>How many events a page looks at before it ends, whatever it has found by then.</summary>
    private const int Most = 8192;

    /// <summary>A page of a channel's events.</summary>
    /// <param name="reader">The shard's reader, where this node has one.</param>
    /// <param name="slice">Where the page may reach.</param>
    /// <param name="query">What of it is asked for.</param>
    /// <param name="ct">Ends the reading.</param>
    internal async ValueTask<EventPage> PageAsync(ShardReader? reader, EventSlice slice, EventQuery query, CancellationToken ct)
    {
        var (found, seen, shard) = (new List<LogEntry>(), 0, slice.Shard);
        while (true)
        {
            var (events, reached) = await ReadAsync(reader, slice, ct);
            foreach (var entry in slice.NewestFirst ? Enumerable.Reverse(events) : events)
            {
                seen++;
                if (Matches(entry.Record, query))
                {
                    found.Add(entry);
                    if (found.Count == query.Limit)
                    {
                        return new EventPage(shard, found, entry.Offset);
                    }
                }
            }

            if (reached is not { } edge)
            {
                return new EventPage(shard, found, null);
            }

            slice = slice.NewestFirst ? slice with { Before = edge } : slice with { After = edge };
            if (seen >= Most)
            {
                return new EventPage(shard, found, edge);
            }
        }
    }

    /// <summary>The text of a job's events before an offset.</summary>
    internal async ValueTask<string> TextAsync(ShardReader? reader, JobView job, long before, CancellationToken ct)
    {
        var text = new StringBuilder();
        var slice = new EventSlice(job.Shard, job.Channel, job.TextFrom, before);
        while (true)
        {
            var (events, reached) = await ReadAsync(reader, slice, ct);
            foreach (var entry in events)
            {
                if (entry.Record.Step == JobStep.Text && string.Equals(entry.Record.Job, job.Id, StringComparison.Ordinal))
                {
                    text.Append(EventText.Read(entry.Record.Value.Span));
                }
            }

            if (reached is not { } edge)
            {
                return text.ToString();
            }

            slice = slice with { After = edge };
        }
    }

    // What is not stored yet is looked at first: what is stored meanwhile is then in both, and counted once.
    private async ValueTask<(List<LogEntry> Events, long? Reached)> ReadAsync(ShardReader? reader, EventSlice slice, CancellationToken ct)
    {
        var unstored = reader?.Read(history => history.UnstoredEvents(slice.Channel)) ?? [];
        unstored.RemoveAll(e => e.Offset <= slice.After || e.Offset >= slice.Before || e.Time < slice.Since || e.Time >= slice.Until);
        if (slice.NewestFirst && unstored.Count > 0)
        {
            slice = slice with { Before = unstored[0].Offset };
        }

        var (events, reached) = await reads.ReadAsync(slice, ct);
        if (slice.NewestFirst)
        {
            events.AddRange(unstored);
        }
        else if (reached is null)
        {
            var last = events.Count > 0 ? events[^1].Offset : slice.After;
            events.AddRange(unstored.Where(e => e.Offset > last));
        }

        return (events, reached);
    }

    private static bool Matches(LogRecord record, EventQuery query) =>
        (query.Job is null || string.Equals(record.Job, query.Job, StringComparison.Ordinal))
        && (query.Types.Count == 0 || query.Types.Contains(record.Type, StringComparer.Ordinal));
}
