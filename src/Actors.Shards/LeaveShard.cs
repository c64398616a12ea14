namespace Actors.Shards;

/// <summary>
/// To a shard's owner: tell <see cref="OwnerReleased"/> after a last recovery point or, where jobs run, as soon as the log asks
/// the next owner to wait for them; let them end, and serve on until another's claim comes, without starting jobs.
/// </summary>
/// <param name="Number">Stands in the answer: the shard may be given back and taken away again before that comes.</param>
internal sealed record LeaveShard(int Number);
