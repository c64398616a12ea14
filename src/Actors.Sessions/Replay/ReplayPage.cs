using System.Runtime.InteropServices;
using Actors.Log;
using Actors.Sessions.Windows;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Replay;

/// <summary>
/// The events that count among neighbouring records of a shard, in [<see cref="From"/>, <see cref="Next"/>). All of it lies at
/// or before the head by which it was judged, so it never changes. Shared by all sessions; thread-safe.
/// </summary>
internal sealed class ReplayPage
{
    private const int EntryOverhead = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LogEntry[]> _events;
    private readonly Dictionary<string, PageRun> _runs = new(StringComparer.Ordinal);

    private ReplayPage(int shard, long from, long next, Dictionary<string, LogEntry[]> events, int bytes) =>
        (Shard, From, Next, _events, Bytes) = (shard, from, next, events, bytes);

    public int Shard { get; }

    public long From { get; }

    public long Next { get; }

    /// <summary>About how much memory the page takes once every channel of it has been encoded.</summary>
    public int Bytes { get; }

    /// <summary>Judges raw records by a head. What lies behind it is left to a later page.</summary>
    /// <exception cref="OffsetOutOfRangeException">They begin where retention was, so that nobody knows which of them count.</exception>
    public static ReplayPage Judge(LogBatch batch, HeadView head)
    {
        if (batch.From < head.First)
        {
            throw new OffsetOutOfRangeException(batch.Shard, batch.From, new ShardBounds(head.First, head.Position + 1));
        }

        var next = Math.Min(batch.Next, head.Position + 1);
        var events = new Dictionary<string, List<LogEntry>>(StringComparer.Ordinal);
        var bytes = EntryOverhead;
        foreach (var entry in batch.Entries.Span)
        {
            if (entry.Offset < next && head.IsEvent(entry.Offset, entry.Record))
            {
                ref var channel = ref CollectionsMarshal.GetValueRefOrAddDefault(events, entry.Record.Channel, out _);
                (channel ??= []).Add(entry);
                bytes += (2 * entry.Record.Value.Length) + EntryOverhead;
            }
        }

        return new ReplayPage(batch.Shard, batch.From, next, events.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal), bytes);
    }

    /// <summary>A channel's events, encoded; the first asker pays for it.</summary>
    public PageRun Run(string channel, WireEncoder encoder)
    {
        if (!_events.TryGetValue(channel, out var events))
        {
            return PageRun.Empty;
        }

        lock (_gate)
        {
            if (!_runs.TryGetValue(channel, out var run))
            {
                _runs.Add(channel, run = PageRun.Encode(encoder, events));
            }

            return run;
        }
    }

    /// <summary>Adds the offsets of a channel's events in [from, before) to a list.</summary>
    public void CollectOffsets(string channel, long from, long before, List<long> offsets)
    {
        foreach (var entry in _events.GetValueOrDefault(channel, []))
        {
            if (entry.Offset >= from && entry.Offset < before)
            {
                offsets.Add(entry.Offset);
            }
        }
    }
}
