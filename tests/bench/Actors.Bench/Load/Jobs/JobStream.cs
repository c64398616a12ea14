namespace Actors.Bench.Load.Jobs;

/// <summary>What one listener has seen of its jobs.</summary>
internal sealed class JobStream
{
    /// <summary>When its last job was submitted, in Stopwatch ticks; 0 once the first event of that job came.</summary>
    public long SubmittedAt;

    /// <summary>Jobs that began and ended, by any terminal event.</summary>
    public int Begun { get; set; }

    /// <inheritdoc cref="Begun"/>
    public int Ended { get; set; }

    /// <summary>Jobs that ended by completion with the text that the pieces make.</summary>
    public int Complete { get; set; }

    /// <summary>Pieces, and tokens in them.</summary>
    public List<ChunkArrival> Chunks { get; } = [];

    /// <summary>The present job's text so far.</summary>
    public System.Text.StringBuilder Text { get; } = new();

    /// <summary>The present job's tokens so far.</summary>
    public int Tokens { get; set; }

    /// <summary>A fingerprint of all pieces in their order (FNV-1a).</summary>
    public uint Fingerprint { get; set; } = 2166136261;
}
