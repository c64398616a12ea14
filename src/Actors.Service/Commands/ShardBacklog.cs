using Actors.Live;
using Actors.Log;
using Actors.Service.Limits;
using Actors.Service.Problems;

namespace Actors.Service.Commands;

/// <summary>
/// Knows how many commands of this node wait in each shard: what it has appended, less what the owner's digests say is answered,
/// or the log itself while there is no bus to bring digests. Beyond the limit this node refuses requests for the shard. Holds 8 bytes for each command that waits, at most the limit for each shard. Thread-safe.
/// </summary>
internal sealed class ShardBacklog : ILiveSubscriber, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly IDurableLog _log;
    private readonly ILiveBus _bus;
    private readonly TimeProvider _time;
    private readonly ShardCommands[] _shards;
    private readonly IDisposable[] _subscriptions;
    private readonly int _limit;

    /// <summary>Begins to listen to the digests of all shards.</summary>
    public ShardBacklog(IDurableLog log, ILiveBus bus, LimitsOptions limits, TimeProvider time)
    {
        (_log, _bus, _time, _limit) = (log, bus, time, limits.MaxPendingCommands);
        _shards = [.. Enumerable.Range(0, log.ShardCount).Select(shard => new ShardCommands(shard))];
        _subscriptions = [.. Enumerable.Range(0, log.ShardCount).Select(shard => bus.SubscribeShard(shard, this))];
    }

    /// <summary>Refuses a command for a shard that has too many waiting. Ends at once unless the log must be asked.</summary>
    /// <exception cref="ProblemException">503 with Retry-After.</exception>
    /// <exception cref="LogUnavailableException">The log must be asked, and cannot be read now.</exception>
    public ValueTask RequireRoomAsync(int shard) => Waiting(shard) < _limit ? ValueTask.CompletedTask : LookAsync(shard);

    /// <summary>How many commands of this node wait in a shard.</summary>
    public long Waiting(int shard) => _shards[shard].Waiting;

    /// <summary>Takes note of a command that this node has appended.</summary>
    public void Added(LogPosition position) => _shards[position.Shard].Added(position.Offset);

    /// <inheritdoc/>
    public void OnFrame(Frame frame)
    {
    }

    /// <inheritdoc/>
    public void OnDigest(Digest digest) => _shards[digest.Shard].Heard(digest);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private async ValueTask LookAsync(int shard)
    {
        if (!_bus.IsUp)
        {
            await _shards[shard].LookAsync(_log, _time);
        }

        if (Waiting(shard) is var waiting && waiting >= _limit)
        {
            throw new ProblemException(Refusals.Unavailable(
                $"{waiting} commands of this node wait in shard {shard}, as many as may (Limits:MaxPendingCommands); its owner is behind or away.", Retry));
        }
    }
}
