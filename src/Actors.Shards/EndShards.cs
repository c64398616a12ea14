namespace Actors.Shards;

/// <summary>
/// To <see cref="ShardsActor"/>, when this node has left the placement: owners that released their shard serve on until they
/// read another's claim, at most for <see cref="ShardsOptions.HandoverTimeout"/>. Answered with <see cref="ShardsEnded"/>.
/// </summary>
public sealed record EndShards;
