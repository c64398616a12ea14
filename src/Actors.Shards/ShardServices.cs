using Actors.Contracts;
using Actors.Live;
using Actors.Log;
using Actors.Shards.Work;

namespace Actors.Shards;

/// <summary>What a node's shards work with. Immutable.</summary>
public sealed record ShardServices
{
    /// <summary>The log.</summary>
    public required IDurableLog Log { get; init; }

    /// <summary>Where frames and digests go.</summary>
    public required ILiveBus Bus { get; init; }

    /// <summary>What the jobs room does for a shard.</summary>
    public required IJobRunner Jobs { get; init; }

    /// <summary>Where ids come from.</summary>
    public required IIdSource Ids { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The seed of the chance in waits; different on each node.</summary>
    public int Seed { get; init; }

    /// <summary>The options, validated.</summary>
    public ShardsOptions Options { get; init; } = new();
}
