namespace Actors.Log.Sqlite;

/// <summary>
/// What becomes durable together: records of any shards and points, in the order in which they came. Everybody who waits for
/// it waits for the same task. Filled under the writer's lock; then the writer's alone.
/// </summary>
internal sealed class GroupCommit(int shardCount)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LogEntry>?[] _entries = new List<LogEntry>?[shardCount];

    /// <summary>Ends when everything in it is durable; fails when none of it is for certain.</summary>
    internal Task Done => _done.Task;

    /// <summary>How many records it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>How many bytes they hold, headers roughly included.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The recovery points to store.</summary>
    internal List<StoredPoint> Points { get; } = [];

    /// <summary>True while it holds nothing.</summary>
    internal bool IsEmpty => Count == 0 && Points.Count == 0;

    /// <summary>A shard's records; null where it has none.</summary>
    internal List<LogEntry>? Of(int shard) => _entries[shard];

    /// <summary>Takes a record in.</summary>
    internal void Add(int shard, in LogEntry entry, long bytes)
    {
        (_entries[shard] ??= []).Add(entry);
        Count++;
        Bytes += bytes;
    }

    /// <summary>It is durable.</summary>
    internal void Complete() => _done.SetResult();

    /// <summary>It is in doubt.</summary>
    internal void Fail(Exception reason)
    {
        _done.SetException(reason);
        _ = _done.Task.Exception; // seen here, so that a commit that nobody waits for is not reported as unobserved
    }
}
