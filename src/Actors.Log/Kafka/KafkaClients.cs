using System.Globalization;
using Actors.Log.Kafka.Native;
using Actors.Log.Kafka.Writes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka;

/// <summary>
/// Makes the node's Kafka clients from its options: finds librdkafka, passes <c>Kafka:Client:*</c> through, sends the library's
/// log lines to the service's log without any secret. Thread-safe.
/// </summary>
internal sealed class KafkaClients
{
    private readonly KafkaLogOptions _options;
    private readonly string[] _secrets;

    /// <exception cref="LogUnavailableException">librdkafka is not installed.</exception>
    internal KafkaClients(KafkaLogOptions options, ILogger logger, TimeProvider? time = null)
    {
        options.Validate();
        RdKafkaLibrary.Load();
        (_options, _secrets) = (options, ClientSettings.Secrets(options.Client));
        Time = time ?? TimeProvider.System;
        Log = new LibraryLog(_secrets, Time, logger);
    }

    /// <summary>The clock for what is waited for.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Where the library's lines and errors go; for clients that are made without it.</summary>
    internal LibraryLog Log { get; }

    /// <summary>The settings of a consumer that is no member of a group: offsets' reset is an error, nothing is committed.</summary>
    /// <param name="name">What it is for; stands in its client id.</param>
    /// <param name="fetchWait">How long the broker may hold an answer that has no records.</param>
    internal ConsumerConfig Reader(string name, TimeSpan fetchWait)
    {
        var config = new ConsumerConfig(Common(name))
        {
            // The library asks for a group even where none is joined; the log's own needs no further permission.
            GroupId = _options.Group,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            // Someone else's open transaction must not hold readers back, and all readers must see the same.
            IsolationLevel = IsolationLevel.ReadUncommitted,
            FetchWaitMaxMs = (int)fetchWait.TotalMilliseconds,
        };
        return config;
    }

    /// <summary>The settings of the group's member: it is given shards and reads nothing.</summary>
    internal ConsumerConfig Member() => new(Reader("placement", TimeSpan.FromMilliseconds(500)))
    {
        SessionTimeoutMs = (int)_options.SessionTimeout.TotalMilliseconds,
        HeartbeatIntervalMs = (int)_options.HeartbeatInterval.TotalMilliseconds,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        MaxPollIntervalMs = (int)_options.MaxPollInterval.TotalMilliseconds,
    };

    /// <summary>A builder with the library's log and errors wired.</summary>
    internal ConsumerBuilder<byte[], byte[]> Consumer(ConsumerConfig config) => new ConsumerBuilder<byte[], byte[]>(config)
        .SetLogHandler((_, line) => Log.Line(line))
        .SetErrorHandler((_, error) => Log.Error(error));

    /// <summary>Makes a client; what the library says of a setting that it does not take names the key and hides the value.</summary>
    /// <exception cref="ArgumentException">A setting of <c>Kafka:Client</c> is none, or has a value that the library does not take.</exception>
    internal T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The cause is left out: its text may hold the value.
            throw new ArgumentException($"Kafka:Client does not work: {Hide(e.Message)}");
        }
    }

    /// <summary>A client for topics and their settings.</summary>
    internal IAdminClient Admin() => Build(() => new AdminClientBuilder(Common("admin"))
        .SetLogHandler((_, line) => Log.Line(line))
        .SetErrorHandler((_, error) => Log.Error(error))
        .Build());

    /// <summary>Tells the log that a broker has answered: once after they were away it is said. Costs a look at a flag.</summary>
    internal void Answered() => Log.Answered();

    /// <summary>A text of the library's without any secret.</summary>
    internal string Hide(string text) => ClientSettings.Hide(text, _secrets);

    /// <summary>The settings of a client that asks how the group is.</summary>
    internal Dictionary<string, string> WatchSettings() => Common("group");

    /// <summary>Every setting of the producer, those of <c>Kafka:Client</c> included.</summary>
    internal Dictionary<string, string> ProducerSettings()
    {
        var settings = Common("producer");
        settings["acks"] = "all";
        settings["enable.idempotence"] = "true";
        settings["linger.ms"] = _options.Linger.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        settings["message.timeout.ms"] = Milliseconds(_options.DeliveryTimeout);
        // Above what may wait here (twice MaxPendingBytes, each record with its overhead), so that the library's queue is never full.
        settings["queue.buffering.max.kbytes"] = ((_options.MaxPendingBytes * 3 / 1024) + 1024).ToString(CultureInfo.InvariantCulture);
        settings["queue.buffering.max.messages"] = ((_options.MaxPendingBytes * 2 / LogProducer.RecordOverhead) + 1).ToString(CultureInfo.InvariantCulture);
        settings["message.max.bytes"] = KafkaLogOptions.MaxMessageBytes.ToString(CultureInfo.InvariantCulture);
        // Lines come to the thread that takes the reports.
        settings["log.queue"] = "true";
        return settings;
    }

    private Dictionary<string, string> Common(string name)
    {
        var settings = new Dictionary<string, string>
        {
            ["client.id"] = $"{_options.Group}-{name}",
            ["socket.keepalive.enable"] = "true",
            // A request is written whole: held back, it would wait for the answer to the one before.
            ["socket.nagle.disable"] = "true",
            // A paused broker is given up after this, well within a delivery's time; the library waits 60 s.
            ["socket.timeout.ms"] = "5000",
            ["reconnect.backoff.ms"] = "50",
            ["reconnect.backoff.max.ms"] = "1000",
            // After a broker's fall its partitions have another leader within seconds: so soon it must be seen.
            ["topic.metadata.refresh.fast.interval.ms"] = "100",
        };
        foreach (var (key, value) in _options.Client)
        {
            settings[ClientSettings.Normalize(key)] = value;
        }

        settings["bootstrap.servers"] = _options.BootstrapServers;
        return settings;
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
