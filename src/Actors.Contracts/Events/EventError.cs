namespace Actors.Contracts.Events;

/// <summary>What a failed event says beside its head.</summary>
/// <param name="Error">What went wrong, for people.</param>
/// <param name="Code">What went wrong, for programs: lower-case words joined by underscores.</param>
/// <param name="Retryable">True when the same request may succeed later.</param>
/// <param name="Suggestion">What the user can do; null where there is nothing to say.</param>
public readonly record struct EventError(string Error, string Code, bool Retryable, string? Suggestion);
