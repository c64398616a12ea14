namespace Actors.Jobs.Output;

/// <summary>What a run's output has for its job at a moment.</summary>
internal readonly record struct OutputItem
{
    internal enum Kinds : byte
    {
        /// <summary>Nothing: the next write will signal.</summary>
        Nothing,

        /// <summary>Text waits until <see cref="Due"/>; a write that makes it a full chunk will signal before.</summary>
        NotYet,

        /// <summary>A chunk of text.</summary>
        Chunk,

        /// <summary>A report of progress.</summary>
        Progress,
    }

    internal Kinds Kind { get; init; }

    /// <summary>When text is due, in the clock's timestamp units.</summary>
    internal long Due { get; init; }

    /// <summary>The chunk, or the progress's message.</summary>
    internal string? Text { get; init; }

    internal int Progress { get; init; }

    /// <summary>True for a chunk behind which nothing waits: the next write will signal.</summary>
    internal bool IsLast { get; init; }
}
