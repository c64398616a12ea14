using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Sessions.Tests.Model;

/// <summary>One shard of the model's log.</summary>
internal sealed class ModelShard(int number)
{
    public int Number => number;

    public List<LogRecord> Log { get; } = [];

    /// <summary>The first offset that retention has left.</summary>
    public int First { get; set; }

    public RecoveryPoint Point { get; set; } = RecoveryPoint.Beginning(World.LogId);

    public long Append(LogRecord record)
    {
        Log.Add(record);
        return Log.Count - 1;
    }

    public LogBatch Read(long from, int count)
    {
        if (from < First)
        {
            throw new OffsetOutOfRangeException(number, from, new ShardBounds(First, Log.Count));
        }

        var entries = Log.Skip((int)from).Take(count).Select((r, i) => new LogEntry(from + i, 0, r)).ToArray();
        return new LogBatch(number, from, from + entries.Length, entries);
    }

    /// <summary>The rule in words of its own: the events that count.</summary>
    public IEnumerable<(long Offset, LogRecord Record)> Valid()
    {
        var (claim, want) = (-1L, 0L);
        for (var offset = 0; offset < Log.Count; offset++)
        {
            var record = Log[offset];
            if (record.Kind == RecordKind.Claim)
            {
                (claim, want) = (offset, 0);
            }
            else if (record.Kind == RecordKind.Event && claim >= 0 && record.Stamp == claim)
            {
                if (record.Seq == want)
                {
                    want++;
                    yield return (offset, record);
                }
                else
                {
                    claim = -1;
                }
            }
        }
    }
}
