namespace Actors.Log;

/// <summary>Reads a shard onwards, batch after batch, without a hole. For one reader at a time.</summary>
public interface ILogFollower : IAsyncDisposable
{
    /// <summary>Waits until there is at least one record behind the last batch and returns what is there, at most about 256 KiB.</summary>
    /// <exception cref="OffsetOutOfRangeException">Retention was faster than this reader.</exception>
    ValueTask<LogBatch> NextAsync(CancellationToken ct);
}
