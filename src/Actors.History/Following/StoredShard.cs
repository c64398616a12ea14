using Actors.Log.Claims;

namespace Actors.History.Following;

/// <summary>A shard as it was stored.</summary>
/// <param name="Watermark">The watermark that stands in the store; -1 when the shard was never stored.</param>
/// <param name="Claims">What a reader knows there; null when the log no longer has the watermark, so that reading begins at its oldest record.</param>
/// <param name="Open">The open jobs.</param>
internal sealed record StoredShard(long Watermark, RecoveryPoint? Claims, IReadOnlyList<JobView> Open);
