using Actors.Service.Requests;

namespace Actors.Service.Metrics;

/// <summary>Adds metrics and their endpoint.</summary>
internal static class MetricsExtensions
{
    /// <summary>Adds what keeps the measurements.</summary>
    public static IServiceCollection AddActorsMetrics(this IServiceCollection services) => services.AddSingleton<MetricStore>();

    /// <summary>Maps <c>GET /metrics</c> for Prometheus. Measuring begins here.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        var store = routes.ServiceProvider.GetRequiredService<MetricStore>();
        routes.MapGet("/metrics", () => Results.Text(PrometheusText.Write(store.Collect()), PrometheusText.ContentType)).AlsoByHead().ExcludeFromDescription();
    }
}
