using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka;

/// <summary>
/// Makes the topic where it is missing, several nodes at once being no harm, and looks at one that is there: what would break
/// the rules is refused, what is only unwise is warned of.
/// </summary>
internal sealed partial class TopicSetup(IAdminClient admin, KafkaLogOptions options, TimeProvider time, ILogger logger)
{
    private const short MostReplicas = 3;
    private const int SafeReplicas = 2;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when every partition has a leader.</summary>
    /// <exception cref="ArgumentException">The topic has another number of partitions, or is compacted.</exception>
    /// <exception cref="LogUnavailableException">Kafka does not answer.</exception>
    internal async Task EnsureAsync(CancellationToken ct)
    {
        try
        {
            if (await DescribeAsync() is { } settings)
            {
                await ReadyAsync(ct);
                await CheckAsync(settings);
                return;
            }

            await CreateAsync();
            await ReadyAsync(ct);
            // Another node may have been first, with other settings.
            if (await DescribeAsync() is { } made)
            {
                await CheckAsync(made);
            }
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka at {options.BootstrapServers} does not answer for topic {options.Topic}: {Said(e.Error)}", e);
        }
    }

    private string Said(Error error) => ClientSettings.Hide(error.Reason, ClientSettings.Secrets(options.Client));

    private async Task<Dictionary<string, string>?> DescribeAsync()
    {
        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = options.Topic };
            var found = await admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = AnswerWithin });
            return found[0].Entries.ToDictionary(e => e.Key, e => e.Value.Value);
        }
        catch (DescribeConfigsException e) when (e.Results[0].Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return null;
        }
        catch (DescribeConfigsException e) when (e.Results[0].Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            Log.NotLooked(logger, options.Topic, Said(e.Results[0].Error));
            return [];
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            // Some that speak Kafka's protocol have topics without settings.
            Log.NotLooked(logger, options.Topic, Said(e.Error));
            return [];
        }
    }

    private async Task CreateAsync()
    {
        var brokers = (await OwnThread.RunAsync("kafka-open", () => admin.GetMetadata(AnswerWithin))).Brokers.Count;
        var replicas = options.ReplicationFactor > 0 ? options.ReplicationFactor : (short)Math.Clamp(brokers, 1, MostReplicas);
        var topic = new TopicSpecification
        {
            Name = options.Topic,
            NumPartitions = options.ShardCount,
            ReplicationFactor = replicas,
            Configs = new Dictionary<string, string>
            {
                ["cleanup.policy"] = "delete",
                ["retention.ms"] = ((long)options.Retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
                ["min.insync.replicas"] = replicas >= MostReplicas ? "2" : "1",
                ["unclean.leader.election.enable"] = "false",
                ["message.timestamp.type"] = "LogAppendTime",
                ["max.message.bytes"] = KafkaLogOptions.MaxMessageBytes.ToString(CultureInfo.InvariantCulture),
            },
        };
        try
        {
            await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { RequestTimeout = AnswerWithin, OperationTimeout = AnswerWithin });
            Log.Created(logger, options.Topic, options.ShardCount, replicas);
        }
        catch (CreateTopicsException e) when (e.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // another node was faster
        }
        catch (CreateTopicsException e)
        {
            throw new LogUnavailableException($"Topic {options.Topic} is missing and cannot be made: {Said(e.Results[0].Error)}", e);
        }
    }

    private async Task ReadyAsync(CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var topic = await TopicAsync();
            if (!topic.Error.IsError && topic.Partitions.Count != options.ShardCount)
            {
                throw new ArgumentException(
                    $"Topic {options.Topic} has {topic.Partitions.Count} partitions, but Log:Shards is {options.ShardCount}. "
                    + "A log keeps the number of shards that it was made with.");
            }

            if (!topic.Error.IsError && topic.Partitions.TrueForAll(p => p.Leader >= 0))
            {
                return;
            }

            if (time.GetElapsedTime(began) > ReadyWithin)
            {
                throw new LogUnavailableException($"Not every partition of topic {options.Topic} has a leader: {Said(topic.Error)}");
            }

            await Task.Delay(LookAgain, time, ct);
        }
    }

    private async Task<TopicMetadata> TopicAsync() =>
        (await OwnThread.RunAsync("kafka-open", () => admin.GetMetadata(options.Topic, AnswerWithin))).Topics[0];

    private async Task CheckAsync(Dictionary<string, string> settings)
    {
        if (settings.GetValueOrDefault("cleanup.policy")?.Contains("compact", StringComparison.Ordinal) == true)
        {
            throw new ArgumentException(
                $"Topic {options.Topic} is compacted (cleanup.policy={settings["cleanup.policy"]}), which would remove records that the log is made of. It must be: delete.");
        }

        if (Number(settings, "retention.ms") is >= 0 and var retention && retention < TimeSpan.FromDays(2).TotalMilliseconds)
        {
            Log.Unwise(logger, options.Topic, "retention.ms", retention, "records may be gone before a recovery point stands behind them; at least 2 days (172800000) are needed");
        }

        if (Number(settings, "retention.bytes") is >= 0 and var bytes)
        {
            Log.Unwise(logger, options.Topic, "retention.bytes", bytes, "a busy shard may lose records before a recovery point stands behind them");
        }

        var replicas = (await TopicAsync()).Partitions.Min(p => p.Replicas.Length);
        if (replicas >= MostReplicas && Number(settings, "min.insync.replicas") is < SafeReplicas and var insync)
        {
            Log.Unwise(logger, options.Topic, "min.insync.replicas", insync, "a record may be acknowledged by one broker alone and go with it; 2 are needed");
        }

        if (settings.GetValueOrDefault("unclean.leader.election.enable") == "true")
        {
            Log.Unwise(logger, options.Topic, "unclean.leader.election.enable", 1, "acknowledged records may be lost");
        }

        if (settings.TryGetValue("message.timestamp.type", out var stamped) && stamped != "LogAppendTime")
        {
            Log.ForeignClocks(logger, options.Topic, stamped);
        }

        if (Number(settings, "max.message.bytes") is { } largest && largest < KafkaLogOptions.SmallestMessageLimit)
        {
            Log.Unwise(logger, options.Topic, "max.message.bytes", largest, $"large records will be refused; at least {KafkaLogOptions.SmallestMessageLimit} is needed");
        }
    }

    private static long? Number(Dictionary<string, string> settings, string key) =>
        settings.TryGetValue(key, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Information, "Topic {Topic} was made with {Shards} partitions on {Replicas} brokers each.")]
        internal static partial void Created(ILogger logger, string topic, int shards, int replicas);

        [LoggerMessage(41, LogLevel.Warning, "Topic {Topic}: {Setting} is {Value}: {Why}.")]
        internal static partial void Unwise(ILogger logger, string topic, string setting, long value, string why);

        [LoggerMessage(42, LogLevel.Warning, "Topic {Topic}: message.timestamp.type is {Value}: times of records come from the clocks of those who write; LogAppendTime is needed.")]
        internal static partial void ForeignClocks(ILogger logger, string topic, string value);

        [LoggerMessage(43, LogLevel.Warning, "The settings of topic {Topic} cannot be looked at, so they are not checked: {Reason}")]
        internal static partial void NotLooked(ILogger logger, string topic, string reason);
    }
}
