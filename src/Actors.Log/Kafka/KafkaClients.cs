using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka;

/// <summary>
/// Makes the node's Kafka clients from its options: finds librdkafka, passes <c>Kafka:Client:*</c> through, sends the library's
/// log lines to the service's log without any secret.
/// </summary>
internal sealed class KafkaClients
{
    internal KafkaClients(KafkaLogOptions options, ILogger logger) => throw new NotImplementedException();

    /// <summary>The settings of a consumer that is no member of a group: offsets' reset is an error, nothing is committed.</summary>
    /// <param name="name">What it is for; stands in its client id.</param>
    /// <param name="fetchWait">How long the broker may hold an answer that has no records.</param>
    internal ConsumerConfig Reader(string name, TimeSpan fetchWait) => throw new NotImplementedException();

    /// <summary>A builder with the library's log and errors wired.</summary>
    internal ConsumerBuilder<byte[], byte[]> Consumer(ConsumerConfig config) => throw new NotImplementedException();

    /// <summary>The node's idempotent producer.</summary>
    internal IProducer<byte[], byte[]> Producer() => throw new NotImplementedException();
}
