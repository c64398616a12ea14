namespace Actors.History;

/// <summary>Which jobs of a user.</summary>
public sealed record JobQuery
{
    /// <summary>The most jobs in a page.</summary>
    public const int MaxLimit = 500;

    /// <summary>The user, unmapped.</summary>
    public required string User { get; init; }

    /// <summary>Only jobs in one of these states; all when empty.</summary>
    public IReadOnlyList<JobStatus> Statuses { get; init; } = [];

    /// <summary>Only jobs of this kind; all when null.</summary>
    public string? Kind { get; init; }

    /// <summary>Only jobs of this channel; all when null.</summary>
    public string? Channel { get; init; }

    /// <summary>How many at most, 1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended: its <see cref="JobPage.Next"/>; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Whether ended jobs come with their terminal events.</summary>
    public bool WithResults { get; init; }

    /// <summary>Refuses a query whose limit is not allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Limit"/> is below 1 or above <see cref="MaxLimit"/>.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, MaxLimit);
    }
}
