using Actors.Shards.State;

namespace Actors.Shards.Tests.State;

public sealed class ChannelTableTests
{
    [Fact]
    public void A_channel_that_was_not_seen_stands_at_the_floor() => new ChannelTable(41).Get("channel:a").Last.ShouldBe(41);

    [Fact]
    public void Forget_raises_the_floor_and_keeps_what_is_in_use()
    {
        var table = new ChannelTable(-1);
        table.Get("channel:quiet").Last = 3;
        var flying = table.Get("channel:flying");
        (flying.Last, flying.Pending) = (4, 1);
        var named = table.Get("channel:named");
        (named.Last, named.InDigest) = (5, true);

        table.Forget(9);

        table.Get("channel:flying").ShouldBeSameAs(flying);
        table.Get("channel:named").ShouldBeSameAs(named);
        table.Get("channel:quiet").Last.ShouldBe(9);
    }
}
