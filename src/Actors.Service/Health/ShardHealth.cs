using Actors.Shards;

namespace Actors.Service.Health;

/// <summary>How an owned shard is.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="State">Where its owner is in its life.</param>
/// <param name="Since">Since when.</param>
/// <param name="Position">The read-back position.</param>
/// <param name="WaitingCommands">Commands that were read and not handled.</param>
/// <param name="PendingAppends">Records that were appended and have not come back.</param>
/// <param name="OpenJobs">Open jobs.</param>
/// <param name="RunningJobs">Jobs whose actor runs.</param>
/// <param name="Trouble">The last trouble; left out where there was none.</param>
internal sealed record ShardHealth(
    int Shard, string State, DateTimeOffset Since, long Position, int WaitingCommands, int PendingAppends, int OpenJobs, int RunningJobs, string? Trouble)
{
    /// <summary>What an owner says of itself.</summary>
    public static ShardHealth From(ShardStatus status) => new(
        status.Shard,
        status.State.ToString(),
        status.Since,
        status.Position,
        status.WaitingCommands,
        status.PendingAppends,
        status.OpenJobs,
        status.RunningJobs,
        status.Trouble);
}
