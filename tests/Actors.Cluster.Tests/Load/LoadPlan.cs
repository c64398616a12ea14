namespace Actors.Cluster.Tests.Load;

/// <summary>How much is asked of a cluster during a fault.</summary>
internal sealed record LoadPlan
{
    /// <summary>How many pages listen.</summary>
    public int Pages { get; init; } = 200;

    /// <summary>How many channels there are, at least one in each shard.</summary>
    public int Channels { get; init; } = 40;

    /// <summary>The most channels that a page listens to.</summary>
    public int ChannelsPerPage { get; init; } = 8;

    /// <summary>One in so many jobs has a page of its own that is opened with the cursor of its 202.</summary>
    public int FollowedOneIn { get; init; } = 4;

    /// <summary>How many users share the jobs.</summary>
    public int Users { get; init; } = 7;

    /// <summary>At least so many jobs; more where the fault takes longer.</summary>
    public int Jobs { get; init; } = 60;

    public double JobsPerSecond { get; init; } = 5;

    /// <summary>The length of each job's text; at ten a second.</summary>
    public int Tokens { get; init; } = 40;

    /// <summary>Published events, to the shards in turn.</summary>
    public double NotesPerSecond { get; init; } = 24;
}
