using Actors.Live;
using Actors.Log;
using Actors.Service.Limits;
using Actors.Service.Problems;

namespace Actors.Service.Commands;

/// <summary>
/// Knows how far the commands of each shard are ahead of what its owner has handled: what this node has appended, less what the
/// owner's digests say is answered. Beyond the limit requests for the shard are refused, at every node. Thread-safe.
/// </summary>
internal sealed class ShardBacklog : ILiveSubscriber, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Shard[] _shards;
    private readonly IDisposable[] _subscriptions;
    private readonly int _limit;

    /// <summary>Begins to listen to the digests of all shards.</summary>
    public ShardBacklog(int shardCount, ILiveBus bus, LimitsOptions limits)
    {
        _limit = limits.MaxPendingCommands;
        _shards = [.. Enumerable.Range(0, shardCount).Select(_ => new Shard())];
        _subscriptions = [.. Enumerable.Range(0, shardCount).Select(shard => bus.SubscribeShard(shard, this))];
    }

    /// <summary>Refuses a command for a shard that has too many waiting.</summary>
    /// <exception cref="ProblemException">503 with Retry-After.</exception>
    public void RequireRoom(int shard)
    {
        var waiting = Waiting(shard);
        if (waiting >= _limit)
        {
            throw new ProblemException(Refusals.Unavailable(
                $"{waiting} commands wait in shard {shard}, as many as may (Limits:MaxPendingCommands); its owner is behind or away.", Retry));
        }
    }

    /// <summary>How many commands wait in a shard, as far as this node knows.</summary>
    public long Waiting(int shard)
    {
        var state = _shards[shard];
        lock (state)
        {
            return Math.Max(state.Own.Count, state.Behind);
        }
    }

    /// <summary>Takes note of a command that this node has appended.</summary>
    public void Added(LogPosition position)
    {
        var state = _shards[position.Shard];
        lock (state)
        {
            if (position.Offset > state.Answered)
            {
                state.Own.Enqueue(position.Offset);
            }
        }
    }

    /// <inheritdoc/>
    public void OnFrame(Frame frame)
    {
    }

    /// <inheritdoc/>
    public void OnDigest(Digest digest)
    {
        var state = _shards[digest.Shard];
        lock (state)
        {
            state.Answered = Math.Max(state.Answered, digest.Answered);
            state.Behind = digest.To - digest.Answered;
            while (state.Own.TryPeek(out var oldest) && oldest <= state.Answered)
            {
                state.Own.Dequeue();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private sealed class Shard
    {
        // Offsets of this node's commands that no digest has called answered, by about rising offset; never more than the limit.
        public Queue<long> Own { get; } = new();

        public long Answered { get; set; } = -1;

        public long Behind { get; set; }
    }
}
