using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka;

/// <summary>Looks at the brokers and the topic, for operators. Changes nothing, and makes no topic.</summary>
public static class KafkaInspection
{
    /// <summary>Asks the brokers.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="patience">How long each of three questions may take.</param>
    /// <param name="logger">Where the client library reports.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="LogUnavailableException">No broker answers, or the client library is not installed; the message says which.</exception>
    public static async Task<KafkaSight> LookAsync(KafkaLogOptions options, TimeSpan patience, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clients = new KafkaClients(options, logger);
        using var admin = clients.Admin();
        try
        {
            // Of all topics: a question for one that is missing would make it where brokers are set up to.
            var cluster = await OwnThread.RunAsync("kafka-look", () => admin.GetMetadata(patience));
            if (cluster.Topics.Find(t => t.Topic == options.Topic && !t.Error.IsError) is not { Partitions: { Count: > 0 } partitions })
            {
                return new KafkaSight { Brokers = cluster.Brokers.Count };
            }

            return new KafkaSight
            {
                Brokers = cluster.Brokers.Count,
                Partitions = partitions.Count,
                Leaderless = partitions.Count(p => p.Leader < 0),
                Replicas = partitions.Min(p => p.Replicas.Length),
                LogId = partitions.TrueForAll(p => p.Leader >= 0) ? await IdAsync(clients, options, patience) : null,
                CleanupPolicy = await CleanupPolicyAsync(admin, options.Topic, patience),
            };
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka at {options.BootstrapServers} does not answer: {clients.Hide(e.Error.Reason)}");
        }
    }

    private static async Task<uint?> IdAsync(KafkaClients clients, KafkaLogOptions options, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            return await OwnThread.RunAsync("kafka-look", () => new LogIdentity(clients, options).Find(point: null, limit.Token));
        }
        catch (Exception e) when (e is KafkaException or OperationCanceledException)
        {
            // Without the group's point the whole shard may have to be read, and who may not read it may still look.
            return null;
        }
    }

    private static async Task<string?> CleanupPolicyAsync(IAdminClient admin, string topic, TimeSpan patience)
    {
        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
            var found = await admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = patience });
            return found[0].Entries.TryGetValue("cleanup.policy", out var policy) ? policy.Value : null;
        }
        catch (KafkaException e) when (e is DescribeConfigsException || e.Error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            // It cannot be looked at: the log itself is used with fewer rights, and by brokers that have no such request.
            return null;
        }
    }
}
