namespace Actors.Service.Jobs;

/// <summary>Why a job failed.</summary>
/// <param name="Error">For people.</param>
/// <param name="Code">For programs.</param>
/// <param name="Retryable">True when the same request may succeed later.</param>
/// <param name="Suggestion">What the user can do; null where there is nothing to say.</param>
internal sealed record JobError(string Error, string Code, bool Retryable, string? Suggestion);
