namespace Actors.Log;

/// <summary>
/// The durable, sharded log: the truth that everything else is made from. Implemented by the embedded SQLite log, by Kafka,
/// and by the simulator's. Thread-safe.
/// </summary>
public interface IDurableLog : IAsyncDisposable
{
    /// <summary>32 bits that tell this log from any other: they stand in every cursor.</summary>
    uint LogId { get; }

    /// <summary>How many shards the log has. Never changes while the log exists.</summary>
    int ShardCount { get; }

    /// <summary>
    /// True when other nodes own shards of this log too, so that one which is given up is claimed by another; false for the
    /// embedded log, which has one process.
    /// </summary>
    bool IsShared => true;

    /// <summary>
    /// Appends a command to the shard of its channel. Returns its place when it is durable; that offset is the 202's cursor.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log does not take it now; whether it will be found there is unknown.</exception>
    ValueTask<LogPosition> SubmitAsync(LogRecord command, CancellationToken ct);

    /// <summary>
    /// Takes part in the placement of shards until cancelled: tells the host which shards this node shall own, and which
    /// no longer. Returns after every shard was taken back from the host.
    /// </summary>
    Task RunAsync(IShardHost host, CancellationToken ct);

    /// <summary>
    /// Proves that this node may own the shard and appends a claim. Returns the claim's offset when it is acknowledged.
    /// </summary>
    /// <exception cref="NotOwnerException">The placement says that the shard is not this node's.</exception>
    /// <exception cref="LogUnavailableException">The claim was not acknowledged. It may still land.</exception>
    ValueTask<long> ClaimAsync(int shard, LogRecord claim, CancellationToken ct);

    /// <summary>
    /// Appends a stamped record. The order of calls is the order in the shard. The task ends when the record is acknowledged
    /// and fails when it is in doubt (refused, timed out: it may still land, or never). Costs no allocation for each record:
    /// records that become durable together share a task. Cancelling stops the wait for a place, never a record on its way.
    /// </summary>
    /// <exception cref="StaleClaimException">The log itself knows that the record's stamp is not in force.</exception>
    /// <exception cref="LogUnavailableException">The append failed or timed out.</exception>
    Task AppendAsync(int shard, LogRecord record, CancellationToken ct);

    /// <summary>
    /// Reads one page: acknowledged records from <paramref name="from"/> on, raw, whole ones up to about
    /// <paramref name="maxBytes"/> of values (always at least one where there is one). Does not wait at the end of the log.
    /// </summary>
    /// <exception cref="OffsetOutOfRangeException">Retention has removed <paramref name="from"/>, or it lies behind the end.</exception>
    ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct);

    /// <summary>
    /// Follows a shard from an offset on: for the owner's read-back, feeds without a bus, and the history. Cheap at the
    /// log's end, where records come from memory.
    /// </summary>
    ILogFollower Follow(int shard, long from);

    /// <summary>The first and the next offset of a shard.</summary>
    ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct);

    /// <summary>
    /// Stores the offset of a shard's latest point record; one that lies before the stored one changes nothing. The embedded
    /// log's retention removes nothing at or behind <paramref name="recoverFrom"/>, the recovery point that the record holds, and
    /// nothing before the first call. Kafka's goes by age alone: a service that stood still for longer finds the point gone.
    /// </summary>
    /// <exception cref="NotOwnerException">This node is no member of the group that owns the shards.</exception>
    /// <exception cref="LogUnavailableException">The log does not take it now; the earlier point still holds.</exception>
    ValueTask CommitPointAsync(int shard, long pointOffset, long recoverFrom, CancellationToken ct);

    /// <summary>The offset that was last committed for a shard; null when there is none.</summary>
    ValueTask<long?> ReadPointAsync(int shard, CancellationToken ct);
}
