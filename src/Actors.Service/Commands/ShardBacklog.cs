using Actors.Live;
using Actors.Log;
using Actors.Service.Limits;
using Actors.Service.Problems;
using Actors.Shards;

namespace Actors.Service.Commands;

/// <summary>
/// Knows how many commands of this node wait in each shard: what it has appended, less what the owner's digests say is answered,
/// or the log itself where no digest comes: there is no bus, or it does not reach the owner. Beyond the limit this node refuses
/// requests for the shard. Holds 8 bytes for each command that waits, at most the limit for each shard. Thread-safe.
/// </summary>
internal sealed class ShardBacklog : ILiveSubscriber, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>So many digests of a quiet shard may be late or lost before the log is asked.</summary>
    private const int MissedDigests = 2;

    private readonly IDurableLog _log;
    private readonly ILiveBus _bus;
    private readonly ShardCommands[] _shards;
    private readonly IDisposable[] _subscriptions;
    private readonly int _limit;
    private readonly TimeSpan _silence;

    /// <summary>Begins to listen to the digests of all shards.</summary>
    public ShardBacklog(IDurableLog log, ILiveBus bus, LimitsOptions limits, ShardsOptions shards, TimeProvider time)
    {
        (_log, _bus, _limit) = (log, bus, limits.MaxPendingCommands);
        _silence = MissedDigests * shards.QuietDigestInterval;
        _shards = [.. Enumerable.Range(0, log.ShardCount).Select(shard => new ShardCommands(shard, time))];
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
        if (!_bus.IsUp || _shards[shard].IsSilentFor(_silence))
        {
            await _shards[shard].LookAsync(_log);
        }

        if (Waiting(shard) is var waiting && waiting >= _limit)
        {
            throw new ProblemException(Refusals.Unavailable(
                $"{waiting} commands of this node wait in shard {shard}, as many as may (Limits:MaxPendingCommands); its owner is behind or away.", Retry));
        }
    }
}
