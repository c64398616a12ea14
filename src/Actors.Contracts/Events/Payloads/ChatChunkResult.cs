namespace Actors.Contracts.Events;

/// <summary>
/// Result of <c>ai_chat_chunk</c>: a piece of an attempt's text. The pieces of one stream, put behind each other, are the text.
/// </summary>
public sealed record ChatChunkResult
{
    /// <summary>The stream of text that the piece belongs to: one for each attempt of a job.</summary>
    public required string StreamId { get; init; }

    /// <summary>The piece; empty in a last chunk that only says that the stream is done. Never half of a surrogate pair.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// Where the piece begins in the attempt's whole text, in UTF-16 code units (what JavaScript's <c>length</c> counts): the
    /// length of all pieces before it.
    /// </summary>
    public required int Position { get; init; }

    /// <summary>True in the last chunk of the stream.</summary>
    public bool Done { get; init; }

    /// <summary>Who generated it: <c>demo</c>, <c>openai</c>…; null where the handler does not say.</summary>
    public string? Provider { get; init; }
}
