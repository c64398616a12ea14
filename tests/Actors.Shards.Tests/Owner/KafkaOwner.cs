using Actors.Contracts;
using Actors.Live.InProcess;
using Actors.Log.Kafka;
using Actors.Simulation.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Shards.Tests.Owner;

/// <summary>The real owners of one node over a real Kafka.</summary>
internal sealed class KafkaOwner : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ActorSystem _system;
    private readonly CancellationTokenSource _leaving = new();
    private readonly IActorRef _shards;
    private readonly Task _placement;

    private KafkaOwner(KafkaLog log, string name, ShardsOptions options)
    {
        var ids = new UuidV7Source(TimeProvider.System);
        Log = log;
        _system = ActorSystem.Create(name);
        _shards = _system.ActorOf(
            ShardsActor.For(new ShardServices
            {
                Log = log,
                Bus = new InProcessBus(),
                Jobs = new ScriptedRunner(ids, TimeProvider.System) { Chunks = 10, Pace = TimeSpan.FromMilliseconds(50) },
                Ids = ids,
                Time = TimeProvider.System,
                Options = options with { NodeName = name },
            }),
            "shards");
        _placement = log.RunAsync(new ShardHost(_shards), _leaving.Token);
    }

    internal KafkaLog Log { get; }

    internal static async Task<KafkaOwner> StartAsync(KafkaLogOptions log, string name, ShardsOptions options) =>
        new(await OpenAsync(log), name, options);

    internal static Task<KafkaLog> OpenAsync(KafkaLogOptions options) => KafkaLog.OpenAsync(
        options, TimeProvider.System, new UuidV7Source(TimeProvider.System), NullLogger<KafkaLog>.Instance, CancellationToken.None);

    internal Task<ShardsReport> AskAsync() => _shards.Ask<ShardsReport>(new GetShards(), Patience);

    /// <summary>As a node leaves that was told to: in order.</summary>
    internal async Task LeaveAsync()
    {
        await _shards.Ask<ShardsDrained>(new DrainShards(), Patience);
        await _leaving.CancelAsync();
        await _placement;
        await _shards.Ask<ShardsEnded>(new EndShards(), Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _placement;
        await _system.Terminate();
        await Log.DisposeAsync();
        _leaving.Dispose();
    }
}
