using Actors.Contracts.Channels;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

[Collection(MeasuresMemory.Name)]
public sealed class IdleMemoryTests
{
    private const int Sessions = 5_000;

    [Theory]
    [InlineData(true, 1536)]
    [InlineData(false, 1280)]
    public void An_idle_session_costs_little_memory_of_its_own(bool ownChannel, int most)
    {
        using var node = new Node(new MemoryLog(8));
        var (pipe, gone) = (new NullPipe(), new CancellationTokenSource());
        var requests = Enumerable.Range(0, Sessions + 100)
            .Select(i => new SessionRequest { Channels = [ChannelName.Parse(ownChannel ? $"user:u{i}" : "channel:all")] })
            .ToArray();
        for (var i = 0; i < 100; i++)
        {
            _ = node.Hub.RunAsync(requests[i], pipe, gone.Token);
        }

        node.Settle();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 100; i < requests.Length; i++)
        {
            _ = node.Hub.RunAsync(requests[i], pipe, gone.Token);
        }

        node.Settle();
        node.Hub.Counters.Sessions.ShouldBe(Sessions + 100);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Sessions;
        each.ShouldBeInRange(1, most);
        GC.KeepAlive(requests);
    }
}
