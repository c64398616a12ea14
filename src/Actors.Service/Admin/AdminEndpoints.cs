using Actors.Service.Identity;

namespace Actors.Service.Admin;

/// <summary>The endpoints for operators, for callers with the right <c>admin</c>.</summary>
internal static class AdminEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddActorsAdmin(this IServiceCollection services) => services.AddSingleton<ShardDirectory>();

    /// <summary>Maps <c>GET /admin/shards</c>.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/shards", ListAsync).RequireAuthorization()
            .WithSummary("Every shard of the cluster: its owner and since when, its claim, how far it is read back, how far behind. Needs the right 'admin'.");

    private static Task<AdminShards> ListAsync(Caller caller, ShardDirectory shards, CancellationToken ct)
    {
        caller.RequireAdmin();
        return shards.ListAsync(ct);
    }
}
