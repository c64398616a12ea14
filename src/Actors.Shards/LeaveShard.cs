namespace Actors.Shards;

/// <summary>
/// To a shard's owner: let running jobs end, make a last recovery point, tell <see cref="OwnerReleased"/> and serve on until
/// another's claim comes, without starting jobs.
/// </summary>
/// <param name="Number">Stands in the answer: the shard may be given back and taken away again before that comes.</param>
internal sealed record LeaveShard(int Number);
