namespace Actors.Service.Health;

/// <summary>A yes to a health check.</summary>
/// <param name="Status">What was asked for.</param>
internal sealed record HealthAnswer(string Status);
