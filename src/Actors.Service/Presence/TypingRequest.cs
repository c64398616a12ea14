namespace Actors.Service.Presence;

/// <summary>The caller writes, or has stopped; no body says the same as an empty one.</summary>
internal sealed record TypingRequest
{
    /// <summary>False: the caller has stopped. Default true; generated readers of JSON forget the default of what is only initialized.</summary>
    public bool IsTyping { get; set; } = true;
}
