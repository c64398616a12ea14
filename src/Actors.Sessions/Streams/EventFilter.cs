namespace Actors.Sessions.Streams;

/// <summary>Which events a session wants. What it does not want moves its cursor all the same. Immutable.</summary>
/// <param name="types">The types; null for all.</param>
/// <param name="job">The job; null for all, and for events behind which no job stands.</param>
internal sealed class EventFilter(string[]? types, string? job)
{
    /// <summary>The filter of a request; null when it wants everything.</summary>
    public static EventFilter? From(SessionRequest request) => request.Types is { Count: > 0 } || request.JobId is not null
        ? new EventFilter(request.Types is { Count: > 0 } types ? [.. types] : null, request.JobId)
        : null;

    public bool Wants(string type, string? ofJob) =>
        (types is null || Array.IndexOf(types, type) >= 0) && (job is null || string.Equals(job, ofJob, StringComparison.Ordinal));
}
