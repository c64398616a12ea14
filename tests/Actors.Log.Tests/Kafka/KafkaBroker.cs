using Actors.TestServers;

namespace Actors.Log.Tests.Kafka;

/// <summary>One broker for the tests of this process that break none. Each test has a topic and a group of its own.</summary>
public sealed class KafkaBroker : IAsyncLifetime
{
    public KafkaServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await KafkaServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
