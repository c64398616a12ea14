using System.Text.Json;
using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Live.InProcess;
using Actors.Live.Presence;
using Actors.Live.Tests.Support;
using Actors.TestServers;

namespace Actors.Live.Tests.Presence;

public sealed class RoomPresenceTests : IDisposable
{
    private readonly InProcessBus _bus = new();
    private readonly Listener _room = new();
    private readonly RoomPresence _sut;

    public RoomPresenceTests()
    {
        _sut = new RoomPresence(new NodePresence(), _bus, 4, TimeSpan.FromMilliseconds(1), TimeProvider.System, new UuidV7Source(TimeProvider.System));
        _bus.SubscribeChannel(0, "channel:a", _room);
    }

    public void Dispose() => _sut.Dispose();

    [Fact]
    public async Task A_room_hears_of_those_who_come_and_leave_and_lists_who_is_there()
    {
        using var first = _sut.Enter("ada", Channels("channel:a", "user:ada"));
        using var second = _sut.Enter("ada", Channels("channel:a"));
        var bob = _sut.Enter("bob", Channels("channel:b", "channel:a"))!;
        (await _sut.ListAsync(ChannelName.Parse("channel:a"), 9, default)).Users.ShouldBe(["ada", "bob"]);

        bob.Dispose();
        bob.Dispose();
        await Until.TrueAsync(() => _room.Frames.Count == 3, "bob's leaving is told");

        Told().ShouldBe(["ada online", "bob online", "bob offline"]);
        (await _sut.ListAsync(ChannelName.Parse("channel:a"), 9, default)).Users.ShouldBe(["ada"]);
        (await _sut.ListAsync(ChannelName.Parse("channel:b"), 9, default)).Users.ShouldBeEmpty();
    }

    [Fact]
    public void An_event_is_ephemeral_and_whole()
    {
        using var stay = _sut.Enter("ada", Channels("channel:a"));

        var frame = _room.Frames.ShouldHaveSingleItem();
        (frame.Offset, frame.Type, frame.Shard).ShouldBe((-1, "presence", ChannelName.Parse("channel:a").ShardOf(4)));
        var json = JsonDocument.Parse(frame.Payload).RootElement;
        json.EnumerateObject().First().Name.ShouldBe("type");
        json.GetProperty("channel").GetString().ShouldBe("channel:a");
    }

    [Fact]
    public void Enter_without_a_room_is_nobody_s_coming() => _sut.Enter("ada", Channels("user:ada")).ShouldBeNull();

    [Fact]
    public async Task A_large_room_is_told_nothing_and_is_listed_in_part()
    {
        for (var i = 0; i < IPresenceStore.MaxAnnounced + 50; i++)
        {
            _sut.Enter($"u{i:000}", Channels("channel:a"));
        }

        _room.Frames.Count.ShouldBe(IPresenceStore.MaxAnnounced);
        var members = await _sut.ListAsync(ChannelName.Parse("channel:a"), 100, default);
        (members.Users.Count, members.HasMore).ShouldBe((100, true));
    }

    private static ChannelName[] Channels(params string[] names) => [.. names.Select(ChannelName.Parse)];

    private IEnumerable<string> Told() => _room.Frames.Select(frame =>
    {
        var result = JsonDocument.Parse(frame.Payload).RootElement.GetProperty("result");
        return $"{result.GetProperty("user")} {result.GetProperty("state")}";
    });
}
