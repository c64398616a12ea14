namespace Actors.Contracts.Events;

/// <summary>Somebody in a room writes, or has stopped.</summary>
public sealed record TypingResult
{
    /// <summary>The user's id.</summary>
    public required string User { get; init; }

    /// <summary>False: they have stopped. A client that hears nothing for some seconds takes it for that, too.</summary>
    public required bool IsTyping { get; init; }
}
