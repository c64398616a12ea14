using Actors.Log.Claims;

namespace Actors.History.Folding;

/// <summary>What is to be stored of a shard, together: then the store is what a reader of all records before the watermark knows.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Next">The watermark: where the shard's reading goes on after a restart.</param>
/// <param name="Claims">What the reader knows of the shard's claims there.</param>
/// <param name="Jobs">Jobs that changed. New ones may be there already; then the stored one counts.</param>
/// <param name="NewJobs">Which of them the store has not seen.</param>
/// <param name="Commands">Commands with an id.</param>
/// <param name="Index">Events.</param>
internal sealed record ShardChanges(
    int Shard,
    long Next,
    RecoveryPoint Claims,
    IReadOnlyList<JobView> Jobs,
    IReadOnlySet<string> NewJobs,
    IReadOnlyList<CommandView> Commands,
    ChannelIndex Index)
{
    /// <summary>The watermark that the store must have for these changes to be its next ones; -1 when it must have none.</summary>
    internal long Previous { get; init; }

    /// <summary>The index has every valid event from this offset on.</summary>
    internal long First { get; init; }

    /// <summary>The records themselves; null for a store that does not keep them.</summary>
    internal RecordBuffer? Records { get; init; }
}
