namespace Actors.Service.Presence;

/// <summary>The caller writes, or has stopped.</summary>
internal sealed record TypingRequest
{
    /// <summary>What is said where there is no body.</summary>
    public static TypingRequest Default { get; } = new();

    /// <summary>False: the caller has stopped. Default true.</summary>
    public bool IsTyping { get; init; } = true;
}
