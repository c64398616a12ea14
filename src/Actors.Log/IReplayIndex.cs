namespace Actors.Log;

/// <summary>
/// Knows where a channel's events stand in a shard without reading the records of others: for readers that have fallen far
/// behind. Made from the log by the claim rule, kept by the history. Thread-safe.
/// </summary>
public interface IReplayIndex
{
    /// <summary>
    /// The offsets of a channel's valid events behind <paramref name="after"/>, rising, at most <paramref name="limit"/>, and how
    /// far the answer reaches. Never waits for the index to catch up.
    /// </summary>
    /// <exception cref="LogUnavailableException">The index cannot be read now: scan instead.</exception>
    ValueTask<ReplayPlaces> FindPlacesAsync(int shard, string channel, long after, int limit, CancellationToken ct);
}
