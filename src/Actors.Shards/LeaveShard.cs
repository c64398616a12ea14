namespace Actors.Shards;

/// <summary>To a shard's owner: stop owning the shard, after a last recovery point. It stops itself when that is done.</summary>
/// <param name="Drain">True when running jobs may go on for <see cref="ShardsOptions.DrainTimeout"/>.</param>
internal sealed record LeaveShard(bool Drain);
