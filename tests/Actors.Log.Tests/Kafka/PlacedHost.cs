using Actors.TestServers;

namespace Actors.Log.Tests.Kafka;

/// <summary>A host that knows what the placement says, and gives shards back at once or when told to.</summary>
internal sealed class PlacedHost : IShardHost
{
    private readonly object _gate = new();
    private readonly SortedSet<int> _shards = [];
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a revoked shard is kept until <see cref="GiveBack"/>.</summary>
    internal bool Holds { get; set; }

    /// <summary>Everything that was said, in order: +1 assigned, -1 revoked, !1 lost.</summary>
    internal string[] Said
    {
        get
        {
            lock (_gate)
            {
                return [.. _said];
            }
        }
    }

    internal int[] Shards
    {
        get
        {
            lock (_gate)
            {
                return [.. _shards];
            }
        }
    }

    public void Assigned(int shard) => Note($"+{shard}", () => _shards.Add(shard));

    public async Task RevokedAsync(int shard, CancellationToken ct)
    {
        Note($"-{shard}", () => { });
        if (Holds)
        {
            await _released.Task;
        }

        lock (_gate)
        {
            _shards.Remove(shard);
        }
    }

    public void Lost(int shard) => Note($"!{shard}", () => _shards.Remove(shard));

    internal void GiveBack() => _released.TrySetResult();

    internal bool Heard(string what) => Said.Contains(what);

    internal Task Has(int count) => Until.TrueAsync(() => Shards.Length == count, $"the node has {count} shards");

    private void Note(string what, Action change)
    {
        lock (_gate)
        {
            _said.Add(what);
            change();
        }
    }
}
