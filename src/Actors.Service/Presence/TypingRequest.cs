namespace Actors.Service.Presence;

/// <summary>The caller writes, or has stopped; no body says the same as an empty one.</summary>
internal sealed record TypingRequest
{
    /// <summary>False: the caller has stopped. Default true.</summary>
    public bool IsTyping { get; init; } = true;
}
