using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Health;

/// <summary>The endpoints that orchestrators and operators ask.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Adds what looks at the node, from the host's start on.</summary>
    public static IServiceCollection AddActorsHealth(this IServiceCollection services) => services.AddSingleton<NodeHealth>().AddHostedService<LogWatch>();

    /// <summary>Maps <c>/health/live</c>, <c>/health/ready</c> and <c>/health</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("live"))).AlsoByHead().WithSummary("200 while the process answers.");
        routes.MapGet("/health/ready", ReadyAsync).AlsoByHead().Produces<HealthAnswer>().WithSummary("200 while the node takes requests; 503 while it starts or leaves.");
        routes.MapGet("/health", (NodeHealth health) => health.ReportAsync()).AlsoByHead().WithSummary("The node's state, counters and shards.");
    }

    private static async Task<IResult> ReadyAsync(NodeHealth health) =>
        await health.IsReadyAsync()
            ? TypedResults.Ok(new HealthAnswer("ready"))
            : Refusals.Unavailable("The node is starting or leaving.", Retry);
}
