using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// Which starts of nodes live, by leases in Redis: a key that Redis removes by itself when its node has been silent too long,
/// so no two clocks are compared. A set names them all; one without a lease stays there until what it left behind is removed.
/// </summary>
internal sealed class RedisNodes : IAsyncDisposable
{
    private readonly RedisNames _names;
    private readonly RedisKey _set;
    private readonly string _nodeName;
    private readonly TimeSpan _lease;
    private readonly RedisChore _chore;

    internal RedisNodes(RedisWire wire, RedisNames names, string self, string nodeName, RedisBusOptions options, TimeProvider time, ILogger logger)
    {
        (_names, Self, _nodeName, _lease, _set) = (names, self, nodeName, options.Lease, names.Key("nodes", "all"));
        _chore = new RedisChore(
            wire, options, time, logger, "Other nodes count this one as dead", (database, isDue) => isDue ? RefreshAsync(database) : Task.CompletedTask, () => { });
    }

    /// <summary>This start of this node.</summary>
    internal string Self { get; }

    /// <summary>The others that lived at the last refresh, in order.</summary>
    internal IReadOnlyList<string> Others { get; private set; } = [];

    /// <summary>
    /// A start of a node has died. One of the others at a time hears of it; where it does not come to <see cref="ForgetAsync"/>,
    /// one hears of it again after a lease's time.
    /// </summary>
    internal event Action<string>? Died;

    /// <summary>The own lease had lapsed, or never was: the others know nothing of this node any more.</summary>
    internal event Action? Lapsed;

    /// <summary>Nothing that a dead node has left behind is there any more.</summary>
    internal Task ForgetAsync(IDatabase database, string dead) => database.SetRemoveAsync(_set, dead);

    public ValueTask DisposeAsync() => _chore.DisposeAsync();

    private async Task RefreshAsync(IDatabase database)
    {
        var batch = database.CreateBatch();
        var made = batch.StringSetAsync(Lease(Self), _nodeName, _lease, When.NotExists);
        var kept = batch.KeyExpireAsync(Lease(Self), _lease);
        var added = batch.SetAddAsync(_set, Self);
        var read = batch.SetMembersAsync(_set);
        batch.Execute();
        await Task.WhenAll(made, kept, added, read);

        string[] named = [.. (await read).Select(node => (string)node!).Where(node => node != Self).Order(StringComparer.Ordinal)];
        batch = database.CreateBatch();
        var lives = Task.WhenAll(named.Select(node => batch.KeyExistsAsync(Lease(node))));
        batch.Execute();
        var isAlive = await lives;
        Others = [.. named.Where((_, i) => isAlive[i])];
        if (await made)
        {
            Lapsed?.Invoke();
        }

        foreach (var dead in named.Where((_, i) => !isAlive[i]))
        {
            if (Died is { } died && await database.StringSetAsync(_names.Key("cleaning", dead), Self, _lease, When.NotExists))
            {
                died(dead);
            }
        }
    }

    private RedisKey Lease(string node) => _names.Key("node", node);
}
