using System.Text;
using Actors.Contracts.Channels;

namespace Actors.Log;

/// <summary>What every log asks of its callers, and how a channel finds its shard.</summary>
/// <param name="shardCount">How many shards the log has.</param>
internal readonly struct LogArguments(int shardCount)
{
    private const int OnStack = 256;

    /// <summary>A shard of the log.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The log has no such shard.</exception>
    internal int Shard(int shard) =>
        (uint)shard < (uint)shardCount ? shard : throw new ArgumentOutOfRangeException(nameof(shard), shard, $"The log has shards 0 to {shardCount - 1}.");

    /// <summary>The shard that a command goes to.</summary>
    /// <exception cref="ArgumentException">It is not a command, or says no channel.</exception>
    internal int ShardOfCommand(LogRecord command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Expect(command.Kind == RecordKind.Command && command.Channel.Length > 0, "A command has kind Command and the channel that it is about.");
        var utf8 = command.Channel.Length <= OnStack ? stackalloc byte[OnStack * 3] : new byte[Encoding.UTF8.GetMaxByteCount(command.Channel.Length)];
        return Murmur2.ShardOf(utf8[..Encoding.UTF8.GetBytes(command.Channel, utf8)], shardCount);
    }

    /// <summary>Refuses what is not a claim.</summary>
    internal static void Claim(LogRecord claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        Expect(claim.Kind == RecordKind.Claim, "A claim has kind Claim.");
    }

    /// <summary>Refuses what an owner does not append.</summary>
    internal static void Appended(LogRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Expect(record.Kind is RecordKind.Event or RecordKind.Snapshot or RecordKind.Point or RecordKind.Notice, "Commands are submitted and claims are claimed.");
    }

    /// <summary>Refuses a recovery point that does not lie before its record.</summary>
    internal static void Point(long pointOffset, long recoverFrom) =>
        Expect(recoverFrom >= -1 && recoverFrom <= pointOffset, "A recovery point lies before its record.");

    /// <summary>Refuses an argument that breaks a rule.</summary>
    /// <exception cref="ArgumentException">The condition does not hold.</exception>
    internal static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
