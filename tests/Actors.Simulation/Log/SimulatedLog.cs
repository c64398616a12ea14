using Actors.Contracts.Channels;
using Actors.Log;

namespace Actors.Simulation.Log;

/// <summary>A log that nodes connect to, and that an adversary or a test decides about. One thread.</summary>
public sealed class SimulatedLog
{
    private readonly SimulatedShard[] _shards;

    /// <summary>A log with empty shards.</summary>
    public SimulatedLog(int shards, TimeProvider time, uint logId = 0xac7025)
    {
        LogId = logId;
        _shards = [.. Enumerable.Range(0, shards).Select(n => new SimulatedShard(n, time))];
    }

    /// <summary>See <see cref="IDurableLog.LogId"/>.</summary>
    public uint LogId { get; }

    /// <summary>The shards.</summary>
    public IReadOnlyList<SimulatedShard> Shards => _shards;

    /// <summary>The shard of a channel.</summary>
    public SimulatedShard ShardOf(string channel) => _shards[ChannelName.Parse(channel).ShardOf(_shards.Length)];

    /// <summary>Appends a command, as any producer may.</summary>
    public LogPosition Submit(LogRecord command)
    {
        var shard = ShardOf(command.Channel);
        return new LogPosition(shard.Number, shard.Append(command));
    }
}
