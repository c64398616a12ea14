namespace Actors.Log.Kafka.Reads;

/// <summary>Questions for the bounds of shards that are asked together. Filled before it runs, read when it is done.</summary>
internal sealed class BoundsRound(int shards)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The shards that are asked for.</summary>
    internal bool[] Wanted { get; } = new bool[shards];

    /// <summary>Those whose first offset must be asked for anew.</summary>
    internal bool[] Fresh { get; } = new bool[shards];

    /// <summary>True when nobody has asked.</summary>
    internal bool IsEmpty { get; private set; } = true;

    /// <summary>The answers.</summary>
    internal ShardBounds[] Bounds { get; } = new ShardBounds[shards];

    /// <summary>What went wrong with a shard; null where nothing did.</summary>
    internal string?[] Errors { get; } = new string?[shards];

    /// <summary>Ends when the answers are there.</summary>
    internal Task Done => _done.Task;

    /// <summary>Adds a question.</summary>
    internal void Ask(int shard, bool fresh)
    {
        (IsEmpty, Wanted[shard]) = (false, true);
        Fresh[shard] |= fresh;
    }

    /// <summary>The answers are there.</summary>
    internal void Complete() => _done.SetResult();
}
