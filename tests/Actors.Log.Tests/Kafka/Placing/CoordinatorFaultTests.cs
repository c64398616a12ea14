using Actors.Log.Kafka;
using Actors.TestServers;

namespace Actors.Log.Tests.Kafka.Placing;

/// <summary>What happens when the group's coordinator moves. With brokers of its own, one of which is killed.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
public sealed class CoordinatorFaultTests : IAsyncLifetime
{
    private KafkaServer _server = null!;

    public async Task InitializeAsync() => _server = await KafkaServer.StartAsync(3, shared: false);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Shards_can_be_claimed_and_points_committed_when_another_broker_has_become_coordinator()
    {
        var options = new KafkaLogOptions { BootstrapServers = _server.BootstrapServers, ShardCount = 2, SessionTimeout = TimeSpan.FromSeconds(3) };
        await using var node = await KafkaNode.OwnAllAsync(options);
        await node.Log.ClaimAsync(1, Records.Claim(), CancellationToken.None);
        var coordinator = Group.Coordinator(options).ShouldNotBeNull();

        await _server.KillAsync(coordinator);
        await Until.TrueAsync(() => CommitsAsync(node.Log, 1), "claimed and committed without the broker");
        await _server.StartAgainAsync(coordinator);
        await _server.ToolAsync(
            "org.apache.kafka.tools.LeaderElectionCommand", "--election-type", "preferred", "--all-topic-partitions");
        await Until.TrueAsync(() => Group.Coordinator(options) == coordinator, "the broker is the coordinator again");

        await Until.TrueAsync(() => CommitsAsync(node.Log, 2), "claimed and committed with the broker");
    }

    private static async Task<bool> CommitsAsync(KafkaLog log, long point)
    {
        try
        {
            await log.ClaimAsync(1, Records.Claim(), CancellationToken.None);
            await log.CommitPointAsync(1, point, -1, CancellationToken.None);
            return await log.ReadPointAsync(1, CancellationToken.None) == point;
        }
        catch (Exception e) when (e is LogUnavailableException or NotOwnerException)
        {
            return false;
        }
    }
}
