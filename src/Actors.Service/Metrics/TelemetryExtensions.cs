using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Actors.Service.Metrics;

/// <summary>Adds the export of traces and metrics.</summary>
internal static class TelemetryExtensions
{
    private const string OurNames = "Actors*";
    private const string Requests = "Microsoft.AspNetCore";

    /// <summary>Exports by OTLP where <c>Telemetry:OtlpEndpoint</c> says where to; otherwise adds nothing and costs nothing.</summary>
    public static IServiceCollection AddActorsTelemetry(this IServiceCollection services, TelemetryOptions options, string node)
    {
        if (options.OtlpEndpoint is not { } endpoint)
        {
            return services;
        }

        var resource = ResourceBuilder.CreateDefault().AddService("actors", serviceInstanceId: node);
        services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource).AddSource(OurNames, Requests).AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build());
        services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource).AddMeter(OurNames).AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build());
        return services.AddHostedService<TelemetryExport>();
    }
}
