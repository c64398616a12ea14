namespace Actors.History;

/// <summary>
/// How long a history that stores events itself keeps them, by type. Counted in whole days, since a day's events are dropped
/// together: an event may stay a day longer than said.
/// </summary>
public sealed record EventRetention
{
    /// <summary>How long events are kept whose type is not named elsewhere. 30 days by default; 1 day to 10 years.</summary>
    public TimeSpan Events { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long pieces of text and progress are kept: most of all events, and of no use when their job has its result. 2 days by
    /// default; 1 day to 10 years.
    /// </summary>
    public TimeSpan Text { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long events of single types are kept, by the type's name; before what is said above.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Types { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>Says what is wrong; null when nothing is.</summary>
    public string? Fault() =>
        !IsSound(Events) ? "History:Events:Events must be 1 to 3650 days."
        : !IsSound(Text) ? "History:Events:Text must be 1 to 3650 days."
        : Types.FirstOrDefault(type => !IsSound(type.Value)).Key is { } name ? $"History:Events:Types:{name} must be 1 to 3650 days."
        : null;

    private static bool IsSound(TimeSpan time) => time >= TimeSpan.FromDays(1) && time <= TimeSpan.FromDays(3650);
}
