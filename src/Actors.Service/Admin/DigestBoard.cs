using Actors.Live;

namespace Actors.Service.Admin;

/// <summary>Keeps the last digest of every shard, as they come. Thread-safe.</summary>
internal sealed class DigestBoard : ILiveSubscriber, IDisposable
{
    private readonly ILiveBus _bus;
    private readonly TimeProvider _time;
    private readonly (Digest? Digest, long HeardAt)[] _last;
    private readonly IDisposable[] _subscriptions;
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to listen.</summary>
    public DigestBoard(int shards, ILiveBus bus, TimeProvider time)
    {
        (_bus, _time) = (bus, time);
        _last = new (Digest?, long)[shards];
        _subscriptions = [.. Enumerable.Range(0, shards).Select(shard => bus.SubscribeShard(shard, this))];
    }

    /// <summary>
    /// Asks the owners of shards how they are, and returns their newest digests: null for one who has not answered within a time.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, Digest?>> AskAsync(IReadOnlyCollection<int> shards, TimeSpan patience, CancellationToken ct)
    {
        var asked = _time.GetTimestamp();
        foreach (var shard in shards)
        {
            _bus.RequestDigest(shard);
        }

        using var over = new CancellationTokenSource(patience, _time);
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        try
        {
            while (Missing(shards, asked, out var changed))
            {
                await changed.WaitAsync(patient.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Who has not answered by now is away.
        }

        lock (_lock)
        {
            return shards.ToDictionary(shard => shard, shard => IsFresh(shard, asked) ? _last[shard].Digest : null);
        }
    }

    /// <inheritdoc/>
    public void OnFrame(Frame frame)
    {
    }

    /// <inheritdoc/>
    public void OnDigest(Digest digest)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _last[digest.Shard] = (digest, _time.GetTimestamp());
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private bool Missing(IReadOnlyCollection<int> shards, long since, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            return shards.Any(shard => !IsFresh(shard, since));
        }
    }

    private bool IsFresh(int shard, long since) => _last[shard] is { Digest: not null } last && last.HeardAt >= since;
}
