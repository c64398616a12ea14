using Actors.Contracts;
using Actors.Log.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka;

/// <summary>A node with its log open, that takes part in the placement when told to.</summary>
internal sealed class KafkaNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private Task _run = Task.CompletedTask;

    private KafkaNode(KafkaLog log) => Log = log;

    internal KafkaLog Log { get; }

    internal PlacedHost Host { get; } = new();

    /// <summary>The options of a topic and a group that nobody else has.</summary>
    internal static KafkaLogOptions Fresh(KafkaBroker broker, int shards = 4)
    {
        var options = Fresh(broker.Server.BootstrapServers, shards);
        broker.Server.TryMakeTopic(options.Topic, shards);
        return options;
    }

    /// <inheritdoc cref="Fresh(KafkaBroker, int)"/>
    internal static KafkaLogOptions Fresh(string servers, int shards)
    {
        var name = $"t{Guid.NewGuid():N}";
        return new KafkaLogOptions
        {
            BootstrapServers = servers,
            Topic = name,
            Group = name,
            ShardCount = shards,
            SessionTimeout = TimeSpan.FromSeconds(3),
        };
    }

    internal static async Task<KafkaNode> OpenAsync(KafkaLogOptions options, ILogger<KafkaLog>? logger = null) => new(await KafkaLog.OpenAsync(
        options, TimeProvider.System, new UuidV7Source(TimeProvider.System), logger ?? NullLogger<KafkaLog>.Instance, CancellationToken.None));

    /// <summary>Opens, joins, and returns when every shard was given to this node.</summary>
    internal static async Task<KafkaNode> OwnAllAsync(KafkaLogOptions options, ILogger<KafkaLog>? logger = null)
    {
        var node = await OpenAsync(options, logger);
        node.Join();
        await node.Host.Has(options.ShardCount);
        return node;
    }

    internal void Join() => _run = Log.RunAsync(Host, _leave.Token);

    /// <summary>Leaves the group; returns when it is left.</summary>
    internal async Task LeaveAsync()
    {
        await _leave.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        Host.GiveBack();
        await LeaveAsync();
        await Log.DisposeAsync();
        _leave.Dispose();
    }
}
