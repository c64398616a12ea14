using System.Text;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.History.Following;
using Actors.Log;

namespace Actors.History.Sqlite;

/// <summary>
/// Finds events: their offsets in the index, stored or not yet, and the events themselves in the log. Whatever is in the index
/// is valid. Thread-safe.
/// </summary>
internal sealed class EventReads(HistoryReads reads, IRecordLookup lookup)
{
    private const int AtOnce = 256;

    /// <summary>How many events a page looks at before it ends, whatever it has found by then.</summary>
    private const int Most = 8192;

    /// <summary>A page of a channel's events in (after, before).</summary>
    internal async ValueTask<EventPage> PageAsync(ShardReader shard, EventQuery query, string channel, long after, long before, CancellationToken ct)
    {
        var found = new List<LogEntry>();
        for (var seen = 0; seen < Most;)
        {
            var wanted = query.Job is null && query.Types.Count == 0 ? Math.Min(AtOnce, query.Limit - found.Count) : AtOnce;
            var offsets = Offsets(shard, channel, after, before, query.NewestFirst, wanted);
            if (offsets.Count == 0)
            {
                return new EventPage(shard.Shard, found, null);
            }

            var entries = await lookup.FindAsync(shard.Shard, offsets, ct);
            foreach (var entry in query.NewestFirst ? entries.Reverse() : entries)
            {
                if (Matches(entry.Record, channel, query))
                {
                    found.Add(entry);
                    if (found.Count == query.Limit)
                    {
                        return new EventPage(shard.Shard, found, entry.Offset);
                    }
                }
            }

            seen += offsets.Count;
            (after, before) = query.NewestFirst ? (after, offsets[0]) : (offsets[^1], before);
        }

        return new EventPage(shard.Shard, found, query.NewestFirst ? before : after);
    }

    /// <summary>The text of a job's events in (after, before).</summary>
    internal async ValueTask<string> TextAsync(ShardReader shard, JobView job, long before, CancellationToken ct)
    {
        var text = new StringBuilder();
        for (var after = job.TextFrom; ;)
        {
            var offsets = Offsets(shard, job.Channel, after, before, last: false, AtOnce);
            if (offsets.Count == 0)
            {
                return text.ToString();
            }

            foreach (var entry in await lookup.FindAsync(shard.Shard, offsets, ct))
            {
                if (entry.Record.Step == JobStep.Text && string.Equals(entry.Record.Job, job.Id, StringComparison.Ordinal))
                {
                    text.Append(EventText.Read(entry.Record.Value.Span));
                }
            }

            after = offsets[^1];
        }
    }

    /// <summary>Where a channel's events stand behind an offset, as far as the shard was read.</summary>
    internal ReplayPlaces Places(ShardReader shard, string channel, long after, int limit)
    {
        var (first, next) = shard.Read(history => (history.First, history.Next));
        if (after + 1 < first || after >= next)
        {
            return new ReplayPlaces([], after);
        }

        var offsets = Offsets(shard, channel, after, next, last: false, limit);

        // Entries may have been removed between the two looks.
        return after + 1 < shard.Read(history => history.First) ? new ReplayPlaces([], after)
            : new ReplayPlaces(offsets, offsets.Count == limit ? offsets[^1] : next - 1);
    }

    // What is not stored yet is looked at first: what is stored meanwhile is then in both, and counted once.
    private List<long> Offsets(ShardReader shard, string channel, long after, long before, bool last, int count)
    {
        var unstored = shard.Read(history => history.UnstoredOffsets(channel));
        unstored.RemoveAll(o => o <= after || o >= before);
        if (last)
        {
            if (unstored.Count < count)
            {
                unstored.InsertRange(0, reads.Offsets(channel, after, unstored.Count > 0 ? unstored[0] : before, last, count - unstored.Count));
            }

            return unstored.Count > count ? unstored[^count..] : unstored;
        }

        var offsets = reads.Offsets(channel, after, before, last, count);
        if (offsets.Count < count)
        {
            var behind = offsets.Count > 0 ? offsets[^1] : after;
            offsets.AddRange(unstored.Where(o => o > behind));
        }

        return offsets.Count > count ? offsets[..count] : offsets;
    }

    private static bool Matches(LogRecord record, string channel, EventQuery query) =>
        string.Equals(record.Channel, channel, StringComparison.Ordinal)
        && (query.Job is null || string.Equals(record.Job, query.Job, StringComparison.Ordinal))
        && (query.Types.Count == 0 || query.Types.Contains(record.Type, StringComparer.Ordinal));
}
