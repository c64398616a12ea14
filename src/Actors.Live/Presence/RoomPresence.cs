using System.Text.Json.Serialization.Metadata;
using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Contracts.Events;

namespace Actors.Live.Presence;

/// <summary>
/// Notes which users have streams on which rooms, and tells a room by an ephemeral <c>presence</c> event when somebody comes or
/// leaves. Thread-safe.
/// </summary>
public sealed class RoomPresence : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly IPresenceStore _store;
    private readonly ILiveBus _bus;
    private readonly int _shardCount;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;
    private readonly PresenceTable _table;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;

    /// <summary>Begins to listen to a store.</summary>
    /// <param name="store">Who is where.</param>
    /// <param name="bus">Carries the events.</param>
    /// <param name="shardCount">The log's.</param>
    /// <param name="grace">How long somebody without a stream is still there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">For the events.</param>
    public RoomPresence(IPresenceStore store, ILiveBus bus, int shardCount, TimeSpan grace, TimeProvider time, IIdSource ids)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        (_store, _bus, _shardCount, _time, _ids) = (store, bus, shardCount, time, ids);
        _table = new PresenceTable(grace);
        _store.Changed += Tell;
        _timer = time.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
    }

    /// <summary>A user's stream on some channels opens; those that are rooms count until the result is disposed. Null when none is.</summary>
    public IDisposable? Enter(string user, IReadOnlyList<ChannelName> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        string[] rooms = [.. channels.Where(channel => channel.Kind == ChannelKind.Room).Select(channel => channel.Value)];
        if (rooms.Length == 0)
        {
            return null;
        }

        // Under the lock, so that the store hears of comings and leavings in their order.
        lock (_gate)
        {
            foreach (var room in rooms)
            {
                if (_table.Enter(room, user))
                {
                    _store.Join(room, user);
                }
            }
        }

        return new Stay(this, user, rooms);
    }

    /// <summary>Who is in a room now.</summary>
    public ValueTask<RoomMembers> ListAsync(ChannelName room, int most, CancellationToken ct) => _store.ListAsync(room.Value, most, ct);

    /// <summary>Tells a room by an ephemeral <c>typing</c> event that a user writes, or has stopped.</summary>
    public void TellTyping(ChannelName room, string user, bool isTyping) => Publish(
        room.Value, EventTypes.Typing, new TypingResult { User = user, IsTyping = isTyping }, EventJson.Default.TypingResult);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _store.Changed -= Tell;
    }

    private void Leave(string user, string[] rooms)
    {
        lock (_gate)
        {
            foreach (var room in rooms)
            {
                _table.Leave(room, user, _time.GetUtcNow());
            }
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            while (_table.TryTakeLeft(_time.GetUtcNow(), out var left))
            {
                _store.Leave(left.Room, left.User);
            }
        }
    }

    private void Tell(string room, string user, bool isThere) => Publish(
        room, EventTypes.Presence, new PresenceResult { User = user, State = isThere ? "online" : "offline" }, EventJson.Default.PresenceResult);

    private void Publish<T>(string room, string type, T result, JsonTypeInfo<T> json)
    {
        var head = new EventHead { Type = type, Id = _ids.Next(), Timestamp = _time.GetUtcNow(), Channel = room };
        _bus.Publish(new Frame
        {
            Shard = ChannelName.Parse(room).ShardOf(_shardCount),
            Channel = room,
            Offset = -1,
            Previous = -1,
            Type = type,
            Payload = EventWriter.Write(head, result, json),
        });
    }

    private sealed class Stay(RoomPresence presence, string user, string[] rooms) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                presence.Leave(user, rooms);
            }
        }
    }
}
