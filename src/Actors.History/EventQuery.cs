namespace Actors.History;

/// <summary>Which events: those of a channel, of a job, or of a job in a channel.</summary>
public sealed record EventQuery
{
    /// <summary>The most events in a page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The channel; may be left out when a job is named.</summary>
    public string? Channel { get; init; }

    /// <summary>Only this job's events; all when null.</summary>
    public string? Job { get; init; }

    /// <summary>Only events of these types; all when empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events that the log took at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only events that the log took before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only events behind this offset: <see cref="EventPage.Next"/> of the page before when the oldest come first.</summary>
    public long? After { get; init; }

    /// <summary>Only events before this offset: <see cref="EventPage.Next"/> of the page before when the newest come first.</summary>
    public long? Before { get; init; }

    /// <summary>Whether the newest come first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>How many at most, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Refuses a query whose limit is not allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Limit"/> is below 1 or above <see cref="MaxLimit"/>.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, MaxLimit);
    }
}
