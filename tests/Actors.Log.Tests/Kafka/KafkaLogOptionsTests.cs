using Actors.Log.Kafka;

namespace Actors.Log.Tests.Kafka;

public sealed class KafkaLogOptionsTests
{
    private static KafkaLogOptions Options => new() { BootstrapServers = "localhost:1" };

    public static TheoryData<string, KafkaLogOptions> Wrong => new()
    {
        { "Kafka:BootstrapServers", Options with { BootstrapServers = " " } },
        { "Kafka:Topic", Options with { Topic = "a b" } },
        { "Kafka:Topic", Options with { Topic = ".." } },
        { "Kafka:Group", Options with { Group = "" } },
        { "Log:Shards", Options with { ShardCount = 0 } },
        { "Kafka:ReplicationFactor", Options with { ReplicationFactor = -1 } },
        { "Kafka:Retention", Options with { Retention = TimeSpan.FromDays(1) } },
        { "Kafka:Linger", Options with { Linger = TimeSpan.FromSeconds(2) } },
        { "Kafka:DeliveryTimeout", Options with { DeliveryTimeout = TimeSpan.FromMilliseconds(1) } },
        { "Kafka:DeliveryTimeout", Options with { DeliveryTimeout = TimeSpan.FromMilliseconds(200), Linger = TimeSpan.FromMilliseconds(300) } },
        { "Kafka:SubmitTimeout", Options with { SubmitTimeout = TimeSpan.Zero } },
        { "Kafka:SessionTimeout", Options with { SessionTimeout = TimeSpan.FromMilliseconds(10) } },
        { "Kafka:HeartbeatInterval", Options with { HeartbeatInterval = TimeSpan.FromSeconds(3) } },
        { "Kafka:MaxPendingBytes", Options with { MaxPendingBytes = 1 } },
        { "Kafka:Readers", Options with { Readers = 0 } },
        { "Kafka:TailRecords", Options with { TailRecords = 15 } },
        { "Kafka:TailBytes", Options with { TailBytes = 1 } },
        { "Kafka:Client:delivery_report_only_error", Options with { Client = new Dictionary<string, string> { ["delivery_report_only_error"] = "true" } } },
        { "Kafka:Client:acks", Options with { Client = new Dictionary<string, string> { ["acks"] = "1" } } },
    };

    [Fact]
    public void Validate_takes_the_defaults() => Should.NotThrow(Options.Validate);

    [Fact]
    public void Validate_takes_any_number_of_records_for_the_tails() => Should.NotThrow((Options with { TailRecords = 1000 }).Validate);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_names_the_key_of_what_is_wrong(string key, KafkaLogOptions options) =>
        Should.Throw<ArgumentException>(options.Validate).Message.ShouldStartWith(key);
}
