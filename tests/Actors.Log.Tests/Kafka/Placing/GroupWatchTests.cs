using Actors.Log.Kafka;
using Actors.Log.Kafka.Placing;
using Actors.TestServers;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka.Placing;

[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class GroupWatchTests(KafkaBroker broker)
{
    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task Look_tells_the_groups_state_and_whom_each_shard_was_given_to()
    {
        var options = KafkaNode.Fresh(broker);
        using var watch = new GroupWatch(new KafkaClients(options, NullLogger.Instance), options);
        await using var first = await KafkaNode.OwnAllAsync(options);
        await using var second = await KafkaNode.OpenAsync(options);
        first.Host.Holds = true;
        second.Join();
        await Until.TrueAsync(() => first.Host.Said.Any(s => s[0] == '-'), "shards are revoked");
        var giving = watch.Look();
        first.Host.GiveBack();
        await second.Host.Has(2);
        await Until.TrueAsync(() => watch.Look().State == GroupState.Stable, "the group is at rest");

        giving.State.ShouldBe(GroupState.Stable);
        Given(giving).ShouldBe([Text(first.Host.Shards), string.Empty], ignoreOrder: true);
        Given(watch.Look()).ShouldBe([Text(first.Host.Shards), Text(second.Host.Shards)], ignoreOrder: true);

        await Task.WhenAll(first.LeaveAsync(), second.LeaveAsync());
        watch.Look().State.ShouldBe(GroupState.Empty);
    }

    [Fact]
    public async Task Look_at_a_mock_cannot_say()
    {
        await using var mock = MockKafka.Start();
        var options = KafkaNode.Fresh(mock.BootstrapServers, 1);
        using var watch = new GroupWatch(new KafkaClients(options, NullLogger.Instance), options);

        watch.Look().ShouldBe(GroupView.Undescribed);
    }

    [Fact]
    public void Look_without_a_broker_fails_and_the_next_one_too()
    {
        var options = KafkaNode.Fresh($"localhost:{FreePort.Next()}", 1);
        using var watch = new GroupWatch(new KafkaClients(options, NullLogger.Instance), options);

        Should.Throw<KafkaException>(watch.Look).Error.Code.ShouldBe(ErrorCode.Local_TimedOut);
        Should.Throw<KafkaException>(watch.Look).Error.Code.ShouldBe(ErrorCode.Local_TimedOut);
    }

    private static string[] Given(GroupView view) => [.. view.Shards.Values.Select(Text)];

    private static string Text(int[] shards) => string.Join(' ', shards.Order());
}
