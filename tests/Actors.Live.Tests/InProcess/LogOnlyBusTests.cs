using Actors.Live.InProcess;
using Actors.Live.Tests.Support;

namespace Actors.Live.Tests.InProcess;

public sealed class LogOnlyBusTests : LiveBusManners
{
    protected override ILiveBus Bus { get; } = new LogOnlyBus();

    [Fact]
    public void Publish_of_what_is_in_no_log_reaches_the_channels_subscribers_and_of_what_is_nobody()
    {
        var (listener, elsewhere) = (new Listener(), new Listener());
        using var subscription = Bus.SubscribeChannel(0, "channel:1", listener);
        using var other = Bus.SubscribeChannel(0, "channel:2", elsewhere);
        var ephemeral = Build.Frame("channel:1", -1);

        Bus.Publish(ephemeral);
        Bus.Publish(Build.Frame("channel:1", 7));

        listener.Frames.ShouldHaveSingleItem().ShouldBeSameAs(ephemeral);
        elsewhere.Frames.ShouldBeEmpty();
    }
}
