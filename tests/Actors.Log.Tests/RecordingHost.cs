namespace Actors.Log.Tests;

/// <summary>A host that owns nothing and gives shards back when told to.</summary>
internal sealed class RecordingHost : IShardHost
{
    private readonly TaskCompletionSource _released = new();
    private readonly SemaphoreSlim _assigned = new(0);
    private readonly SemaphoreSlim _revoked = new(0);

    internal List<int> Shards { get; } = [];

    public void Assigned(int shard)
    {
        Shards.Add(shard);
        _assigned.Release();
    }

    public Task RevokedAsync(int shard, CancellationToken ct)
    {
        _revoked.Release();
        return _released.Task;
    }

    public void Lost(int shard) => Shards.Remove(shard);

    internal Task AssignedAll(int count) => Times(_assigned, count);

    internal Task RevokedAll(int count) => Times(_revoked, count);

    internal void Release() => _released.SetResult();

    private static async Task Times(SemaphoreSlim semaphore, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await semaphore.WaitAsync();
        }
    }
}
