namespace Actors.Contracts.Events;

/// <summary>Somebody has come to a room or has left it.</summary>
public sealed record PresenceResult
{
    /// <summary>The user's id.</summary>
    public required string User { get; init; }

    /// <summary><c>online</c> or <c>offline</c>.</summary>
    public required string State { get; init; }
}
