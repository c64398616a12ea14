using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// Which starts of nodes live, by leases in Redis: a key that Redis removes by itself when its node has been silent too long,
/// so no two clocks are compared. A set names them all; who finds one without a lease removes it.
/// </summary>
internal sealed class RedisNodes(RedisNames names, string self, string nodeName, TimeSpan lease)
{
    private readonly RedisKey _set = names.Key("nodes", "all");

    /// <summary>This start of this node.</summary>
    internal string Self => self;

    /// <summary>The others that lived at the last <see cref="RefreshAsync"/>.</summary>
    internal IReadOnlyList<string> Others { get; private set; } = [];

    /// <summary>Extends the own lease and looks who else lives.</summary>
    internal async Task RefreshAsync(IDatabase database)
    {
        var batch = database.CreateBatch();
        var kept = batch.StringSetAsync(Lease(self), nodeName, lease);
        var added = batch.SetAddAsync(_set, self);
        var read = batch.SetMembersAsync(_set);
        batch.Execute();
        await Task.WhenAll(kept, added, read);

        string[] named = [.. (await read).Select(node => (string)node!).Where(node => node != self).Order(StringComparer.Ordinal)];
        batch = database.CreateBatch();
        var lives = Task.WhenAll(named.Select(node => batch.KeyExistsAsync(Lease(node))));
        batch.Execute();
        var isAlive = await lives;
        RedisValue[] dead = [.. named.Where((_, i) => !isAlive[i]).Select(node => (RedisValue)node)];
        if (dead.Length > 0)
        {
            await database.SetRemoveAsync(_set, dead);
        }

        Others = [.. named.Where((_, i) => isAlive[i])];
    }

    private RedisKey Lease(string node) => names.Key("node", node);
}
