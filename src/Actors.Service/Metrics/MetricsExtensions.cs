namespace Actors.Service.Metrics;

/// <summary>Adds metrics and their endpoint.</summary>
internal static class MetricsExtensions
{
    /// <summary>Adds what keeps the measurements.</summary>
    public static IServiceCollection AddActorsMetrics(this IServiceCollection services) => services.AddSingleton<MetricStore>();

    /// <summary>Maps <c>GET /metrics</c> for Prometheus.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (MetricStore store) => Results.Text(PrometheusText.Write(store.Collect()), PrometheusText.ContentType))
            .ExcludeFromDescription();
}
