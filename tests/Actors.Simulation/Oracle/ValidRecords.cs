using Actors.Log;

namespace Actors.Simulation.Oracle;

/// <summary>The rule that says which records count, once more and in words of its own: by the model's oracle, not by the code under test.</summary>
public static class ValidRecords
{
    /// <summary>A shard's valid events, snapshots and points, in order.</summary>
    public static List<LogEntry> Of(IEnumerable<LogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var valid = new List<LogEntry>();
        long? claim = null;
        long expected = 0;
        foreach (var entry in entries)
        {
            var record = entry.Record;
            if (record.Kind == RecordKind.Claim)
            {
                (claim, expected) = (entry.Offset, 0);
            }
            else if (record.Kind != RecordKind.Command && record.Stamp == claim)
            {
                if (record.Seq == expected)
                {
                    expected++;
                    valid.Add(entry);
                }
                else
                {
                    claim = null;
                }
            }
        }

        return valid;
    }
}
