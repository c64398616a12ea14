using Actors.Live.Presence;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// Who is in which room over the cluster. A room is one hash in Redis with a field for each user and start of a node; what a
/// node adds or removes it does in one transaction with the question who else holds the user there, so of two nodes exactly one
/// is the first, and one the last. A field counts while its node's lease holds; who finds a dead node removes its fields.
/// While Redis is away nobody's coming and going is told; it is when Redis is back. Thread-safe.
/// </summary>
public sealed class RedisPresence : IPresenceStore, IAsyncDisposable
{
    private const int ChunkLength = 500;

    /// <summary>What nobody renews is garbage: whoever should have removed it has died too.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly MemberTable _members = new();
    private readonly RedisWire _wire;
    private readonly RedisNames _names;
    private readonly RedisNodes _nodes;
    private readonly TimeProvider _time;
    private readonly TimeSpan _answerTimeout;
    private readonly RedisChore _chore;
    private long _renewed;

    private RedisPresence(RedisBus bus, TimeProvider time, ILogger logger)
    {
        (_wire, _names, _nodes, _time, _answerTimeout) = (bus.Wire, bus.Names, bus.Nodes, time, bus.Options.AnswerTimeout);
        _renewed = time.GetTimestamp();
        _chore = new RedisChore(_wire, bus.Options, time, logger, "Who comes to a room and leaves it is not told", SyncAsync, () => { });

        // From here on these may come, on other threads.
        _nodes.Lapsed += TellAll;
        _nodes.Died += Clean;
    }

    /// <inheritdoc/>
    public event Action<string, string, bool>? Changed;

    /// <summary>Begins on the first server of a bus. The bus is disposed after this.</summary>
    public static RedisPresence Create(RedisBus bus, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(bus);
        return new RedisPresence(bus, time, logger);
    }

    /// <inheritdoc/>
    public void Join(string room, string user) => Set(room, user, isIn: true);

    /// <inheritdoc/>
    public void Leave(string room, string user) => Set(room, user, isIn: false);

    /// <inheritdoc/>
    public async ValueTask<RoomMembers> ListAsync(string room, int most, CancellationToken ct)
    {
        RoomMembers? members = null;
        await _chore.TryAsync(async database => members = await ReadAsync(database, room, most)).WaitAsync(ct);
        return members ?? _members.List(room, most);
    }

    /// <summary>
    /// Leaves what is in Redis to its lease: clients of a node that stops come back elsewhere, and have not been away then.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _nodes.Lapsed -= TellAll;
        _nodes.Died -= Clean;
        return _chore.DisposeAsync();
    }

    private void Set(string room, string user, bool isIn)
    {
        _members.Set(room, user, isIn);
        _members.Untold(room, user, isIn);
        _chore.Want();
    }

    private void TellAll()
    {
        _members.AllUntold();
        _chore.Want();
    }

    private void Clean(string node) => _ = _chore.TryAsync(database => CleanAsync(database, node));

    private async Task SyncAsync(IDatabase database, bool isDue)
    {
        for (var changes = _members.TakeUntold(ChunkLength); changes.Count > 0; changes = _members.TakeUntold(ChunkLength))
        {
            try
            {
                // An answer that never comes must not take with it what was to be told: nobody waits for this any more then.
                await Task.WhenAll(changes.Select(change => TellAsync(database, _nodes.Self, change.Room, change.User, change.IsIn)).ToArray())
                    .WaitAsync(_answerTimeout, _time);
            }
            catch
            {
                // Telling twice does no harm.
                changes.ForEach(change => _members.Failed(change.Room, change.User, change.IsIn));
                throw;
            }
        }

        if (isDue && _time.GetElapsedTime(_renewed) > KeptFor / 4)
        {
            _renewed = _time.GetTimestamp();
            await Task.WhenAll(_members.Rooms().Select(room => database.KeyExpireAsync(RoomKey(room), KeptFor)).Append(database.KeyExpireAsync(RoomsKey(_nodes.Self), KeptFor)));
        }
    }

    private async Task TellAsync(IDatabase database, string node, string room, string user, bool isIn)
    {
        var transaction = database.CreateTransaction();
        var elsewhere = Task.WhenAll(_nodes.Others.Append(_nodes.Self).Where(other => other != node)
            .Select(other => transaction.HashExistsAsync(RoomKey(room), other + user)));
        if (isIn)
        {
            _ = transaction.HashSetAsync(RoomKey(room), node + user, 1, When.Always);
            _ = transaction.SetAddAsync(RoomsKey(node), room);
            _ = transaction.KeyExpireAsync(RoomsKey(node), KeptFor);
        }
        else
        {
            _ = transaction.HashDeleteAsync(RoomKey(room), node + user);
            if (node == _nodes.Self && !_members.HasRoom(room))
            {
                _ = transaction.SetRemoveAsync(RoomsKey(node), room);
            }
        }

        _ = transaction.KeyExpireAsync(RoomKey(room), KeptFor);
        var count = transaction.HashLengthAsync(RoomKey(room));
        if (!await transaction.ExecuteAsync())
        {
            throw new InvalidOperationException("Redis has not run a transaction.");
        }

        if (await count <= IPresenceStore.MaxAnnounced
            && !Array.Exists(await elsewhere, isThere => isThere))
        {
            Changed?.Invoke(room, user, isIn);
        }
    }

    private async Task CleanAsync(IDatabase database, string node)
    {
        foreach (var room in await database.SetMembersAsync(RoomsKey(node)))
        {
            await foreach (var field in FieldsAsync(database, room!))
            {
                if (field.StartsWith(node, StringComparison.Ordinal))
                {
                    await TellAsync(database, node, room!, field[node.Length..], isIn: false);
                }
            }
        }

        await database.KeyDeleteAsync(RoomsKey(node));
        await _nodes.ForgetAsync(database, node);
    }

    private async Task<RoomMembers> ReadAsync(IDatabase database, string room, int most)
    {
        var (users, lives) = (new HashSet<string>(StringComparer.Ordinal), _nodes.Others.Append(_nodes.Self).ToHashSet(StringComparer.Ordinal));
        await foreach (var field in FieldsAsync(database, room))
        {
            if (lives.Contains(field[.._nodes.Self.Length]) && users.Add(field[_nodes.Self.Length..]) && users.Count > most)
            {
                break;
            }
        }

        return RoomMembers.Of(users, most);
    }

    // By hand, because the library's own scan of a hash blocks a thread.
    private async IAsyncEnumerable<string> FieldsAsync(IDatabase database, string room)
    {
        var cursor = "0";
        do
        {
            var page = (RedisResult[])(await database.ExecuteAsync("HSCAN", RoomKey(room), cursor, "COUNT", ChunkLength))!;
            cursor = (string)page[0]!;
            var pairs = (string[])page[1]!;
            for (var i = 0; i < pairs.Length; i += 2)
            {
                if (pairs[i].Length > _nodes.Self.Length)
                {
                    yield return pairs[i];
                }
            }
        }
        while (cursor != "0");
    }

    private RedisKey RoomKey(string room) => _names.Key("room", room);

    private RedisKey RoomsKey(string node) => _names.Key("rooms", node);
}
