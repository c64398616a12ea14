using Actors.Log.Kafka;
using Actors.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka;

/// <summary>Brokers that have no request for a topic's settings, as librdkafka's mock.</summary>
[Trait("Server", "kafka")]
public sealed class BrokerWithoutSettingsTests
{
    [Fact]
    public async Task OpenAsync_says_that_settings_are_not_checked_and_goes_on()
    {
        await using var mock = MockKafka.Start();
        var options = KafkaNode.Fresh(mock.BootstrapServers, 3);
        mock.Create(options.Topic, 3);
        var log = new CapturedLog();

        await using var node = await KafkaNode.OpenAsync(options, log);

        log.Warnings.ShouldHaveSingleItem().ShouldContain($"settings of topic {options.Topic} cannot be looked at");
        var command = await node.Log.SubmitAsync(Records.Command("user:u"), CancellationToken.None);
        Topic.Records(options, command.Shard)[^1].Offset.ShouldBe(command.Offset);
    }

    [Fact]
    public async Task OpenAsync_refuses_another_number_of_partitions_all_the_same()
    {
        await using var mock = MockKafka.Start();
        var options = KafkaNode.Fresh(mock.BootstrapServers, 3);
        mock.Create(options.Topic, 5);

        (await Should.ThrowAsync<ArgumentException>(() => KafkaNode.OpenAsync(options))).Message.ShouldContain("5 partitions");
    }

    [Fact]
    public async Task LookAsync_tells_the_partitions_and_no_policy()
    {
        await using var mock = MockKafka.Start();
        var options = KafkaNode.Fresh(mock.BootstrapServers, 3);
        mock.Create(options.Topic, 3);

        var sight = await KafkaInspection.LookAsync(options, TimeSpan.FromSeconds(20), NullLogger.Instance);

        (sight.Brokers, sight.Partitions, sight.CleanupPolicy).ShouldBe((1, 3, null));
    }
}
