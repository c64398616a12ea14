using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Everything that is read from the topic: pages for replays by a warm pool of readers, the ends of followed shards by one
/// consumer into memory, bounds by a client of its own. Knows nothing of groups and claims. Thread-safe.
/// </summary>
internal sealed class KafkaReads : IAsyncDisposable
{
    internal KafkaReads(KafkaClients clients, KafkaLogOptions options, TimeProvider time, ILogger logger) =>
        throw new NotImplementedException();

    /// <inheritdoc cref="IDurableLog.ReadAsync"/>
    internal ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc cref="IDurableLog.Follow"/>
    internal ILogFollower Follow(int shard, long from) => throw new NotImplementedException();

    /// <inheritdoc cref="IDurableLog.BoundsAsync"/>
    internal ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc cref="IRecordLookup.FindAsync"/>
    internal ValueTask<IReadOnlyList<LogEntry>> FindAsync(int shard, IReadOnlyList<long> offsets, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc cref="IRecordLookup.OffsetAtAsync"/>
    internal ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
