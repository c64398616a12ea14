namespace Actors.Cluster.Tests.Load;

/// <summary>How much is asked of a cluster during a fault.</summary>
internal sealed record LoadPlan
{
    /// <summary>How many pages listen.</summary>
    public int Pages { get; init; } = 200;

    /// <summary>At least so many jobs; more where the fault takes longer.</summary>
    public int Jobs { get; init; } = 60;

    public double JobsPerSecond { get; init; } = 5;

    /// <summary>The length of each job's text; at ten a second.</summary>
    public int Tokens { get; init; } = 40;

    /// <summary>Published events, to the shards in turn.</summary>
    public double NotesPerSecond { get; init; } = 24;
}
