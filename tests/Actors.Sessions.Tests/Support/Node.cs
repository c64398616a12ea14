using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Live;
using Actors.Live.InProcess;
using Actors.Log;

namespace Actors.Sessions.Tests.Support;

/// <summary>One node's streams on the deterministic dispatcher: one thread, a seeded order, virtual time.</summary>
internal sealed class Node : IDisposable
{
    public Node(MemoryLog log, SessionOptions? options = null, int seed = 1, ILiveBus? bus = null, string name = "node", IReplayIndex? index = null)
    {
        Run = new DeterministicDispatcher(seed);
        Log = log;
        Bus = bus ?? new InProcessBus();
        Lines = [];
        System = ActorSystem.Create(name, ActorSystemSetup.Create(new KernelSetup { Dispatcher = Run, Log = Lines.Add }));
        Hub = new SessionHub(System, log, Bus, index, options ?? new SessionOptions(), Run.Time, new UuidV7Source(Run.Time), Run.Random);
    }

    public ActorSystem System { get; }

    public DeterministicDispatcher Run { get; }

    public MemoryLog Log { get; }

    public ILiveBus Bus { get; }

    public SessionHub Hub { get; }

    public List<LogEvent> Lines { get; }

    public static SessionRequest Request(params string[] channels) => new() { Channels = [.. channels.Select(ChannelName.Parse)] };

    /// <summary>The shard of a channel in the log.</summary>
    public int ShardOf(string channel) => ChannelName.Parse(channel).ShardOf(Log.ShardCount);

    public Owner Owner(string channel) => new(Log, Bus, ShardOf(channel));

    /// <summary>Opens a stream and lets everything happen that happens without time passing.</summary>
    public (SseClient Client, Task<SessionEnd> Ended) Open(SessionRequest request, SseClient? client = null)
    {
        client ??= new SseClient();
        var ended = Hub.RunAsync(request, client.Output, client.Gone.Token);
        Settle(client);
        return (client, ended);
    }

    /// <summary>Runs until nothing is left to do while the clients read, and a little virtual time for timers of a few milliseconds.</summary>
    public void Settle(params SseClient[] clients)
    {
        for (var (quiet, rounds) = (0, 0); quiet < 3 && rounds < 10_000; rounds++)
        {
            Run.Advance(TimeSpan.FromMilliseconds(25));
            quiet = clients.Sum(c => c.Read()) == 0 ? quiet + 1 : 0;
        }
    }

    public void Dispose()
    {
        System.Terminate();
        Run.RunUntilIdle();
        Hub.Dispose();
    }
}
