namespace Actors.Jobs.Retries;

/// <summary>What becomes of a job whose run failed, and when.</summary>
/// <param name="Step">What happens.</param>
/// <param name="Delay">How long to wait before; zero when it fails.</param>
public readonly record struct RetryDecision(RetryStep Step, TimeSpan Delay);
