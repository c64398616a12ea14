using Actors.History.Folding;
using Actors.Log;

namespace Actors.History.Postgres;

/// <summary>
/// The events of some shards' changes as columns of the rows that store them: one block for each channel and class. The blocks are
/// valid until disposal.
/// </summary>
internal sealed class EventColumns(EventKeeps keeps, long notBefore) : IDisposable
{
    private readonly BlockMemory _blocks = new();
    private readonly Dictionary<int, List<LogEntry>> _byKeep = [];

    internal List<int> Keep { get; } = [];

    internal List<int> Shard { get; } = [];

    internal List<string> Channel { get; } = [];

    internal List<long> First { get; } = [];

    internal List<long> Last { get; } = [];

    internal List<long> FirstTime { get; } = [];

    internal List<long> LastTime { get; } = [];

    internal List<ReadOnlyMemory<byte>> Data { get; } = [];

    /// <summary>Adds a shard's events but those that are too old to be kept.</summary>
    internal void Add(int shard, RecordBuffer records)
    {
        foreach (var (channel, events) in records.Events)
        {
            foreach (var entry in events)
            {
                var keep = keeps.Of(entry.Record.Type);
                if (entry.Time < notBefore - (keep * 86_400_000L))
                {
                    continue;
                }

                if (!_byKeep.TryGetValue(keep, out var list))
                {
                    _byKeep[keep] = list = [];
                }

                list.Add(entry);
            }

            foreach (var (keep, list) in _byKeep)
            {
                AddBlocks(shard, TextKey.Key(channel), keep, list);
                list.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _blocks.Dispose();

    private void AddBlocks(int shard, string channel, int keep, List<LogEntry> events)
    {
        for (var at = 0; at < events.Count;)
        {
            var first = events[at];
            var (offset, time, latest) = (first.Offset, first.Time, first.Time);
            for (var count = 0; at < events.Count && count < EventBlock.MaxCount && _blocks.Length < EventBlock.MaxBytes; count++, at++)
            {
                EventBlock.Write(_blocks, events[at], offset, time);
                (offset, time) = (events[at].Offset, events[at].Time);
                latest = Math.Max(latest, time);
            }

            Keep.Add(keep);
            Shard.Add(shard);
            Channel.Add(channel);
            First.Add(first.Offset);
            Last.Add(offset);
            FirstTime.Add(first.Time);
            LastTime.Add(latest);
            Data.Add(_blocks.Cut());
        }
    }
}
