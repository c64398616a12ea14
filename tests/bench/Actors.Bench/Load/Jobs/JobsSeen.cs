namespace Actors.Bench.Load.Jobs;

/// <summary>What the listeners saw of their jobs.</summary>
internal sealed record JobsSeen
{
    /// <summary>Jobs that began.</summary>
    public int Begun { get; init; }

    /// <summary>Jobs that ended in any way.</summary>
    public int Ended { get; init; }

    /// <summary>Jobs that completed with exactly the text of their pieces.</summary>
    public int Complete { get; init; }

    /// <summary>Pieces of text.</summary>
    public long Chunks { get; init; }

    /// <summary>Tokens in them.</summary>
    public long Tokens { get; init; }

    /// <summary>From when a token was due at its provider to its arrival, in milliseconds.</summary>
    public double TokenP50 { get; init; }

    /// <inheritdoc cref="TokenP50"/>
    public double TokenP99 { get; init; }

    /// <summary>From the writing of an event to its arrival, in milliseconds.</summary>
    public double EventP50 { get; init; }

    /// <inheritdoc cref="EventP50"/>
    public double EventP99 { get; init; }

    /// <inheritdoc cref="EventP50"/>
    public double EventMax { get; init; }

    /// <summary>A fingerprint of each listener's pieces.</summary>
    public IReadOnlyList<uint> Fingerprints { get; init; } = [];
}
