namespace Actors.History;

/// <summary>A command that was found by its id. Immutable.</summary>
public sealed record CommandView
{
    /// <summary>The command's own id.</summary>
    public required string Id { get; init; }

    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>Its place: the cursor of the first answer.</summary>
    public required long Offset { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>Who asked, unmapped.</summary>
    public required string User { get; init; }

    /// <summary>The channel that hears of it.</summary>
    public required string Channel { get; init; }

    /// <summary>The job that it submits or stops; null where there is none, or where the owner names it.</summary>
    public string? JobId { get; init; }

    /// <summary>The hash of the request's body.</summary>
    public string? BodyHash { get; init; }

    /// <summary>When the log took it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
