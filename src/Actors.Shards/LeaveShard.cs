namespace Actors.Shards;

/// <summary>
/// To a shard's owner: let running jobs end, make a last recovery point, tell <see cref="OwnerReleased"/> and serve on until
/// another's claim comes, without starting jobs.
/// </summary>
internal sealed record LeaveShard;
