using Actors.TestServers;

namespace Actors.Log.Tests.Kafka.Reads;

/// <summary>Reading while brokers fall. They are the test's own.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
public sealed class BrokerFaultTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_broker_that_is_away_is_said_soon_and_followers_go_on_when_it_is_back()
    {
        await using var server = await KafkaServer.StartAsync(1, shared: false);
        await using var topic = await RawTopic.CreateAsync(server);
        await topic.WriteAsync(0, 1000);
        var follower = FollowTests.FollowAsync(topic, 0, 0, 2000);
        (await topic.ReadAllAsync(0, 0, 50_000)).Count.ShouldBe(1000);

        await server.KillAsync(1);
        await Should.ThrowAsync<LogUnavailableException>(async () => await topic.Reads.BoundsAsync(1, None)).WaitAsync(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<LogUnavailableException>(async () => await topic.Reads.ReadAsync(1, 1, 1000, None)).WaitAsync(TimeSpan.FromSeconds(30));
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(async () => await topic.Reads.ReadAsync(2, 1, 1000, soon.Token));
        await server.StartAgainAsync(1);
        await topic.WriteAsync(0, 1000);

        (await follower).ShouldBe(Enumerable.Range(0, 2000).Select(n => (long)n));
        (await topic.ReadAllAsync(0, 0, 50_000)).Count.ShouldBe(2000);
    }

    [Fact]
    public async Task Leaders_that_change_leave_no_hole()
    {
        await using var server = await KafkaServer.StartAsync(3, shared: false);
        await using var topic = await RawTopic.CreateAsync(server, shards: 6, replicas: 3);
        var followers = Enumerable.Range(0, 6).Select(shard => FollowTests.FollowAsync(topic, shard, 0, 1500)).ToArray();
        for (var broker = 1; broker <= 3; broker++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(shard => topic.WriteAsync(shard, 250)));
            await server.KillAsync(broker);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(shard => topic.WriteAsync(shard, 250)));
            await server.StartAgainAsync(broker);
        }

        foreach (var follower in followers)
        {
            (await follower).ShouldBe(Enumerable.Range(0, 1500).Select(n => (long)n));
        }

        for (var shard = 0; shard < 6; shard++)
        {
            (await topic.ReadAllAsync(shard, 0, 50_000)).Count.ShouldBe(1500);
        }
    }

    [Fact]
    public async Task A_paused_broker_holds_up_its_own_shards_only()
    {
        await using var server = await KafkaServer.StartAsync(3, shared: false);
        await using var topic = await RawTopic.CreateAsync(server, shards: 6, on: [1, 2, 3]);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async shard => (await topic.Reads.BoundsAsync(shard, None)).Next.ShouldBe(0)));

        await server.PauseAsync(2);
        try
        {
            var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(shard => AnswersAsync(topic, shard)));

            asked.Count(answered => answered).ShouldBe(4, "six shards without replicas are spread over three brokers");
        }
        finally
        {
            await server.ResumeAsync(2);
        }

        await Until.TrueAsync(async () => (await Task.WhenAll(Enumerable.Range(0, 6).Select(shard => AnswersAsync(topic, shard)))).All(a => a), "all answer again");
    }

    private static async Task<bool> AnswersAsync(RawTopic topic, int shard)
    {
        try
        {
            await topic.Reads.BoundsAsync(shard, None);
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }
}
