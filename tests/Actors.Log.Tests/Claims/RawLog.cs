using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests.Claims;

/// <summary>
/// A shard as an adversary may leave it: claims of several writers, their records with holes and repeats, stragglers of dead
/// ones, commands between; and the rule once more, in words of its own.
/// </summary>
internal static class RawLog
{
    /// <summary>Shards of up to 60 records. Each step is a writer's: what it writes follows from the claims it has made.</summary>
    internal static Arbitrary<LogEntry[]> Any { get; } =
        Gen.Choose(0, 999).ListOf().Select(steps => Play([.. steps.Take(60)])).ToArbitrary();

    /// <summary>The offsets that count: in claim C, the records that bear C and are numbered 0, 1, 2… without a gap, until the next claim.</summary>
    internal static HashSet<long> Valid(IEnumerable<LogEntry> log)
    {
        var valid = new HashSet<long>();
        long? claim = null;
        var wanted = 0L;
        foreach (var (offset, _, record) in log)
        {
            if (record.Kind == RecordKind.Command)
            {
                valid.Add(offset);
            }
            else if (record.Kind == RecordKind.Claim)
            {
                valid.Add(offset);
                (claim, wanted) = (offset, 0);
            }
            else if (claim is { } inForce && record.Stamp == inForce)
            {
                if (record.Seq == wanted)
                {
                    valid.Add(offset);
                    wanted++;
                }
                else
                {
                    claim = null;
                }
            }
        }

        return valid;
    }

    private static LogEntry[] Play(int[] steps)
    {
        var log = new List<LogEntry>();
        var writers = new (long Claim, long Seq)[] { (-1, 0), (-1, 0), (-1, 0) };
        var offset = 0L;
        foreach (var step in steps)
        {
            ref var writer = ref writers[step % writers.Length];
            var record = (step / 10) switch
            {
                < 12 => Records.Claim(),
                < 25 => Records.Command("user:u"),
                < 30 => Records.Event(writer.Claim, writer.Seq += 2),                // a record before it was lost
                < 35 => Records.Event(writer.Claim, Math.Max(0, writer.Seq - 2)),    // taken twice
                < 38 => Records.Event(step % 7, step % 3),                           // a claim that may be none
                < 45 => Records.Point(writer.Claim, writer.Seq++),
                _ => Records.Event(writer.Claim, writer.Seq++),
            };
            if (record.Kind == RecordKind.Claim)
            {
                writer = (offset, 0);
            }

            log.Add(new LogEntry(offset, 0, record));
            offset += step % 5 == 0 ? 2 : 1; // Kafka's offsets have gaps
        }

        return [.. log];
    }
}
