namespace Actors.Service.Admin;

/// <summary>The answer of <c>GET /admin/shards</c>.</summary>
/// <param name="Node">The node that answers.</param>
/// <param name="Shards">Every shard of the cluster, by its number.</param>
internal sealed record AdminShards(string Node, IReadOnlyList<AdminShard> Shards);
