namespace Actors.Service.Metrics;

/// <summary>Section <c>Telemetry</c>.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>Where traces and metrics go by OTLP over gRPC, such as <c>http://localhost:4317</c>; left out: nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }
}
