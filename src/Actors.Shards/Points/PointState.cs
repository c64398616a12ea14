using Actors.Log.Claims;

namespace Actors.Shards.Points;

/// <summary>The value of a point record: what every reader needs, and behind it what only the next owner does. Immutable.</summary>
/// <param name="Point">The state that owners and feeds begin with.</param>
/// <param name="RecentCommands">Ids of commands answered lately, oldest first.</param>
internal sealed record PointState(RecoveryPoint Point, IReadOnlyList<Guid> RecentCommands);
