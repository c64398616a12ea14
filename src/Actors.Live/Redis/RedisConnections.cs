using Actors.Live.Presence;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// Counts users' streams over the cluster. Each start of a node keeps one hash in Redis, user to count, that Redis removes when
/// its node has been silent for the lease: a dead node leaves no ghosts, and a node that was away longer writes everything again.
/// <code>
///   connect, disconnect ─▶ table ─▶ a little later, together: HSET/HDEL own hash; HMGET the others' for those who came
/// </code>
/// While Redis is away only this node's own streams count, and those of a node that has just started are known to the others
/// at their next refresh. A connect waits for nothing. Thread-safe.
/// </summary>
public sealed class RedisConnections : IConnectionRegistry, IAsyncDisposable
{
    private const int ChunkLength = 1000;

    /// <summary>Users who left are remembered for so many refreshes: long enough that a client which is refused stays refused.</summary>
    private const int Remembered = 8;

    private readonly ConnectionTable _table = new();
    private readonly RedisWire _wire;
    private readonly RedisNames _names;
    private readonly RedisNodes _nodes;
    private readonly RedisBusOptions _options;
    private readonly RedisKey _key;
    private readonly RedisChore _chore;
    private int _isDisposed;
    private bool _isWritten;

    private RedisConnections(RedisBus bus, TimeProvider time, ILogger logger)
    {
        (_wire, _names, _nodes, _options) = (bus.Wire, bus.Names, bus.Nodes, bus.Options);
        _key = KeyOf(_nodes.Self);
        _chore = new RedisChore(_wire, _options, time, logger, "Streams are counted for this node only", SyncAsync, () => _isWritten = false);
    }

    /// <inheritdoc/>
    public int Total => _table.Total;

    /// <summary>Begins to count on the first server of a bus. The bus is disposed after this.</summary>
    public static RedisConnections Create(RedisBus bus, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(bus);
        return new RedisConnections(bus, time, logger);
    }

    /// <inheritdoc/>
    public bool TryEnter(string user, int most, out int present)
    {
        ArgumentNullException.ThrowIfNull(user);
        var isIn = _table.TryEnter(user, most, countElsewhere: _wire.IsUp, out present);
        _chore.Want();
        return isIn;
    }

    /// <inheritdoc/>
    public void Leave(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _table.Leave(user);
        _chore.Want();
    }

    /// <summary>Takes this node's streams out of the count, where Redis answers. More than once is once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _chore.DisposeAsync();
        await _chore.TryAsync(database => database.KeyDeleteAsync(_key));
    }

    private RedisKey KeyOf(string node) => _names.Key("streams", node);

    private async Task SyncAsync(IDatabase database, bool isDue)
    {
        if (isDue || !_isWritten)
        {
            _isWritten &= await database.KeyExpireAsync(_key, _options.Lease);
            _table.Forget(Remembered);
        }

        await WriteAsync(database);
        await AskAsync(database, _table.TakeAsked());
    }

    private async Task WriteAsync(IDatabase database)
    {
        var changes = _isWritten ? _table.TakeChanges() : [KeyValuePair.Create(string.Empty, 0), .. _table.TakeAll()];
        if (changes.Count == 0)
        {
            return;
        }

        // Until all of it has been answered, the next attempt begins anew.
        var batch = database.CreateBatch();
        var tasks = new List<Task>();
        if (!_isWritten)
        {
            tasks.Add(batch.KeyDeleteAsync(_key));
        }

        _isWritten = false;
        foreach (var chunk in changes.Chunk(ChunkLength))
        {
            HashEntry[] set = [.. chunk.Where(c => c.Value > 0 || c.Key.Length == 0).Select(c => new HashEntry(c.Key, c.Value))];
            RedisValue[] removed = [.. chunk.Where(c => c.Value == 0 && c.Key.Length > 0).Select(c => (RedisValue)c.Key)];
            if (set.Length > 0)
            {
                tasks.Add(batch.HashSetAsync(_key, set));
            }

            if (removed.Length > 0)
            {
                tasks.Add(batch.HashDeleteAsync(_key, removed));
            }
        }

        tasks.Add(batch.KeyExpireAsync(_key, _options.Lease));
        batch.Execute();
        await Task.WhenAll(tasks);
        _isWritten = true;
    }

    private async Task AskAsync(IDatabase database, List<string> users)
    {
        foreach (var chunk in users.Chunk(ChunkLength))
        {
            RedisValue[] fields = [.. chunk.Select(user => (RedisValue)user)];
            var batch = database.CreateBatch();
            var answers = Task.WhenAll(_nodes.Others.Select(node => batch.HashGetAsync(KeyOf(node), fields)));
            batch.Execute();
            var counts = await answers;
            for (var i = 0; i < chunk.Length; i++)
            {
                _table.Heard(chunk[i], counts.Sum(node => node[i].TryParse(out int count) ? count : 0));
            }
        }
    }
}
