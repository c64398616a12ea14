namespace Actors.Shards;

/// <summary>To a shard's owner: the placement is lost. It serves on until another's claim comes, and claims no more.</summary>
internal sealed record DisownShard;
