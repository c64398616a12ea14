using Actors.Live.Tests.Support;

namespace Actors.Live.Tests;

/// <summary>What every bus must do, up or down: never fail, never block, and end what is disposed.</summary>
public abstract class LiveBusManners
{
    /// <summary>The bus of a node.</summary>
    protected abstract ILiveBus Bus { get; }

    [Fact]
    public void Every_call_returns_at_once_and_every_subscription_ends_twice()
    {
        var listener = new Listener();
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 1000; i++)
        {
            var channel = Bus.SubscribeChannel(i % 3, $"channel:{i}", listener);
            var shard = Bus.SubscribeShard(i, listener);
            var owner = Bus.ServeDigests(i, () => Bus.Publish(Build.Digest(0)));
            Bus.Publish(Build.Frame($"channel:{i}", i));
            Bus.Publish(Build.Digest(i));
            Bus.RequestDigest(i);
            foreach (var subscription in (IDisposable[])[channel, shard, owner])
            {
                subscription.Dispose();
                subscription.Dispose();
            }
        }

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        var heard = listener.Frames.Count;
        Bus.Publish(Build.Frame("channel:1", 2));
        listener.Frames.Count.ShouldBe(heard);
    }

    [Fact]
    public void Losses_never_go_back()
    {
        var before = Bus.Losses;
        Bus.Publish(Build.Frame("channel:1", 2));
        Bus.Losses.ShouldBeGreaterThanOrEqualTo(before);
    }
}
