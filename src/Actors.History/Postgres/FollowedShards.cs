using Actors.History.Following;

namespace Actors.History.Postgres;

/// <summary>The shards that the placement gave to this node, each with its reader. Thread-safe.</summary>
internal sealed class FollowedShards(Func<int, ShardReader> make, PostgresStore store) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Followed> _shards = [];
    private readonly HashSet<Task> _ending = [];
    private bool _closed;

    /// <summary>The readers.</summary>
    internal IReadOnlyList<ShardReader> Readers
    {
        get
        {
            lock (_gate)
            {
                return [.. _shards.Values.Select(f => f.Reader)];
            }
        }
    }

    /// <summary>The reader of a shard that this node follows and knows already; null for others.</summary>
    internal ShardReader? Find(int shard)
    {
        lock (_gate)
        {
            return _shards.TryGetValue(shard, out var followed) && followed.Reader.HasBegun ? followed.Reader : null;
        }
    }

    /// <summary>The reader of a shard that this node follows, known already or not yet; null for others.</summary>
    internal ShardReader? FindAny(int shard)
    {
        lock (_gate)
        {
            return _shards.GetValueOrDefault(shard)?.Reader;
        }
    }

    /// <summary>Begins to follow a shard.</summary>
    internal void Add(int shard)
    {
        lock (_gate)
        {
            if (!_closed && !_shards.ContainsKey(shard))
            {
                var (reader, end) = (make(shard), new CancellationTokenSource());
                _shards[shard] = new Followed(reader, end, reader.RunAsync(end.Token));
            }
        }
    }

    /// <summary>Ends the following of a shard; what was seen by then is stored, if nobody else has.</summary>
    internal void Remove(int shard)
    {
        lock (_gate)
        {
            if (_shards.Remove(shard, out var followed))
            {
                var ending = EndAsync(followed);
                _ending.Add(ending);
                _ = ending.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Ends all.</summary>
    public async ValueTask DisposeAsync()
    {
        List<int> shards;
        lock (_gate)
        {
            _closed = true;
            shards = [.. _shards.Keys];
        }

        shards.ForEach(Remove);
        Task[] ending;
        lock (_gate)
        {
            ending = [.. _ending];
        }

        await Task.WhenAll(ending);
    }

    private async Task EndAsync(Followed followed)
    {
        await followed.End.CancelAsync();
        await followed.Running;
        followed.End.Dispose();
        try
        {
            await store.StoreAsync([followed.Reader], CancellationToken.None);
        }
        catch (IOException)
        {
            // The next node begins at the watermark and reads the same records.
        }
    }

    private void Forget(Task ended)
    {
        lock (_gate)
        {
            _ending.Remove(ended);
        }
    }

    private sealed record Followed(ShardReader Reader, CancellationTokenSource End, Task Running);
}
