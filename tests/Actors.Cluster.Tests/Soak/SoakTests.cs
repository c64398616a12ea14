using System.Globalization;
using Actors.Cluster.Tests.Cluster;
using Actors.Cluster.Tests.Faults;
using Actors.Cluster.Tests.Load;

namespace Actors.Cluster.Tests.Soak;

/// <summary>
/// 2,000 events a second for a long time while nodes are killed: nothing is lost, and the memory of the node that lives through
/// all of it stays bounded, and flat once its caches are full. ACTORS_SOAK_MINUTES says how long, two when it is not set.
/// </summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
[Trait("Server", "redis")]
[Trait("Server", "postgres")]
public sealed class SoakTests(ITestOutputHelper output)
{
    // 6.6 jobs a second of 300 tokens each, at ten tokens a second: 200 at a time, 2,000 events a second.
    private static readonly LoadPlan Plan = new() { Channels = 200, ChannelsPerPage = 2, FollowedOneIn = 100, Users = 100, Tokens = 300, JobsPerSecond = 6.6 };
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private const int KillsPerRun = 10;
    private const double Growth = 1.1;
    private const double MostMegabytes = 512;

    // Windows, the ends of shards and what the history holds fill in the first minutes.
    private static readonly TimeSpan Filled = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Nodes_killed_again_and_again_lose_nothing_and_memory_stays_flat()
    {
        var length = TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("ACTORS_SOAK_MINUTES") ?? "2", CultureInfo.InvariantCulture));
        await using var shared = await TestCluster.StartAsync(ClusterShape.OneBroker);
        var memory = new NodeMemory(shared.Nodes[0]);
        await Scenario.RunAsync(
            shared,
            output,
            async scenario =>
            {
                using var over = new CancellationTokenSource();
                var watching = memory.WatchAsync(BetweenLooks, over.Token);
                await KillAsync(scenario, length);
                await over.CancelAsync();
                await watching;
            },
            scenario => scenario.Tell(string.Create(
                CultureInfo.InvariantCulture,
                $"memory of {shared.Nodes[0].Name}, MiB, by tenths: {string.Join(' ', Enumerable.Range(0, 10).Select(i => memory.Median(i / 10.0, (i + 1) / 10.0).ToString("0", CultureInfo.InvariantCulture)))}")),
            Plan);
        memory.Median(2 / 3.0, 1).ShouldBeLessThan(length < Filled ? MostMegabytes : memory.Median(1 / 3.0, 2 / 3.0) * Growth);
    }

    private static async Task KillAsync(Scenario scenario, TimeSpan length)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var pace = new PeriodicTimer(length / KillsPerRun);
        for (var i = 0; TimeProvider.System.GetElapsedTime(began) < length; i++)
        {
            await pace.WaitForNextTickAsync();
            await ClusterFaults.KillNodeAsync(scenario, scenario.Cluster.Nodes[1 + (i % 2)]);
            scenario.Tell($"kill {i + 1}: {scenario.Load.Jobs.Count} jobs accepted");
        }
    }
}
