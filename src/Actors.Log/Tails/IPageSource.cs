namespace Actors.Log.Tails;

/// <summary>A log's pages, for followers that stand before its tail.</summary>
internal interface IPageSource
{
    /// <inheritdoc cref="IDurableLog.ReadAsync"/>
    ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct);
}
