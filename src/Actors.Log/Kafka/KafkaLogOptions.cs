namespace Actors.Log.Kafka;

/// <summary>How the log on Kafka works: section <c>Kafka</c>, with <c>Log:Shards</c>.</summary>
public sealed record KafkaLogOptions
{
    /// <summary>The brokers to begin with, as <c>host:port</c>, separated by commas. No default.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>The topic. Made where it is missing. Default <c>actors.log</c>.</summary>
    public string Topic { get; init; } = "actors.log";

    /// <summary>The consumer group that places the shards and holds their recovery points. Default <c>actors</c>.</summary>
    public string Group { get; init; } = "actors";

    /// <summary>How many shards: the topic's partitions. Never changes while the topic exists. Default 12.</summary>
    public int ShardCount { get; init; } = 12;

    /// <summary>On how many brokers each record is when the topic is made; 0: on three, or on all where there are fewer. Default 0.</summary>
    public short ReplicationFactor { get; init; }

    /// <summary>How long records are kept when the topic is made. Default 7 days; at least 2 days, because a quiet shard makes a recovery point a day.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long the producer gathers records before it sends them. Default 3 ms: 0 floods three brokers.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>How long an append may take before it is in doubt. Default 30 s, so that a broker's restart is a pause and no doubt.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for its command before it is answered 503. The command may land later. Default 5 s.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node may be silent before its shards are placed elsewhere. Default 6 s.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a node talks to the group's coordinator: so soon it hears of a new placement. Default 300 ms.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The most bytes of records that wait for their acknowledgement; commands beyond it are refused. Default 64 MiB.</summary>
    public long MaxPendingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many readers serve replays at the same time. Default 4.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>How many of a followed shard's last records stay in memory, a power of two. Default 8,192.</summary>
    public int TailRecords { get; init; } = 8192;

    /// <summary>How many bytes of values of a followed shard's last records stay in memory. Default 4 MiB.</summary>
    public long TailBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Settings of librdkafka for every client (<c>Kafka:Client:*</c>), SASL and TLS among them. Those that the log's rules rest
    /// on (acks, idempotence, offsets' reset…) are refused. Values are never logged.
    /// </summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();
}
