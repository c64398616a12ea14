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

    /// <summary>
    /// How long a burst of records is gathered before it is sent. Default 0.5 ms, enough for what one turn appends: beyond it a
    /// shard's records wait for the answer to those before them, so batches grow with the load and brokers are not flooded.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(0.5);

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

    /// <summary>How many of a followed shard's last records stay in memory. Default 8,192.</summary>
    public int TailRecords { get; init; } = 8192;

    /// <summary>How many bytes of values of a followed shard's last records stay in memory. Default 4 MiB.</summary>
    public long TailBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Settings of librdkafka for every client (<c>Kafka:Client:*</c>), SASL and TLS among them. Those that the log's rules rest
    /// on (acks, idempotence, offsets' reset…) are refused. Values are never logged.
    /// </summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a node may take to give shards away before the group takes it for dead.</summary>
    public TimeSpan MaxPollInterval => TimeSpan.FromMilliseconds(Math.Max(300_000, 3 * SessionTimeout.TotalMilliseconds));

    /// <summary>The largest record that the topic takes: above the largest value that a node writes, with key and headers.</summary>
    internal const int MaxMessageBytes = 4 * 1024 * 1024;

    /// <summary>Below this a topic refuses records that the shards write by their defaults.</summary>
    internal const int SmallestMessageLimit = 1_100_000;

    /// <summary>Throws when a value makes no sense; the message names the configuration's key.</summary>
    /// <exception cref="ArgumentException">What is wrong and what is allowed.</exception>
    public void Validate()
    {
        var fault = string.IsNullOrWhiteSpace(BootstrapServers) ? "Kafka:BootstrapServers must name at least one broker as host:port."
            : !IsName(Topic) ? "Kafka:Topic must be 1 to 249 characters of A-Z a-z 0-9 . _ -"
            : string.IsNullOrWhiteSpace(Group) || Group.Length > 249 ? "Kafka:Group must name a consumer group, in at most 249 characters."
            : ShardCount is < 1 or > 1024 ? $"Log:Shards must be 1 to 1024, not {ShardCount}."
            : ReplicationFactor is < 0 or > 15 ? "Kafka:ReplicationFactor must be 0 (as many as there are brokers, at most 3) to 15."
            : Retention < TimeSpan.FromDays(2) ? "Kafka:Retention must be at least 2 days, since a quiet shard makes a recovery point a day."
            : Linger < TimeSpan.Zero || Linger > TimeSpan.FromSeconds(1) ? "Kafka:Linger must be 0 to 1 second."
            : DeliveryTimeout < TimeSpan.FromMilliseconds(100) || DeliveryTimeout > TimeSpan.FromHours(1) ? "Kafka:DeliveryTimeout must be 0.1 seconds to an hour."
            : DeliveryTimeout <= Linger ? "Kafka:DeliveryTimeout must be longer than Kafka:Linger."
            : SubmitTimeout < TimeSpan.FromMilliseconds(10) || SubmitTimeout > TimeSpan.FromMinutes(10) ? "Kafka:SubmitTimeout must be 10 milliseconds to 10 minutes."
            : SessionTimeout < TimeSpan.FromSeconds(1) || SessionTimeout > TimeSpan.FromMinutes(5) ? "Kafka:SessionTimeout must be 1 second to 5 minutes."
            : HeartbeatInterval < TimeSpan.FromMilliseconds(50) || HeartbeatInterval * 3 > SessionTimeout
                ? "Kafka:HeartbeatInterval must be at least 50 milliseconds and at most a third of Kafka:SessionTimeout."
            : MaxPendingBytes is < 64 * 1024 or > 512L * 1024 * 1024 ? "Kafka:MaxPendingBytes must be 65536 to 536870912."
            : Readers is < 1 or > 64 ? "Kafka:Readers must be 1 to 64."
            : TailRecords is < 16 or > 1 << 20 ? "Kafka:TailRecords must be 16 to 1048576."
            : TailBytes < 16 * 1024 ? "Kafka:TailBytes must be at least 16384."
            : ClientSettings.Fault(Client);
        if (fault is not null)
        {
            throw new ArgumentException(fault);
        }
    }

    private static bool IsName(string topic) =>
        topic.Length is > 0 and <= 249 && topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && topic is not ("." or "..");
}
