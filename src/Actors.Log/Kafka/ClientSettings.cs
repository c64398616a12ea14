using System.Collections.Frozen;

namespace Actors.Log.Kafka;

/// <summary>
/// What may be passed through to librdkafka (<c>Kafka:Client:*</c>), and which values of it are secrets. Pure. A key may be
/// written with underscores in place of its dots, since a shell cannot export a variable with dots.
/// </summary>
internal static class ClientSettings
{
    private const string Prefix = "Kafka:Client:";

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["acks"] = "a record counts when all replicas in sync have it",
        ["request.required.acks"] = "a record counts when all replicas in sync have it",
        ["enable.idempotence"] = "a record that is sent again must not stand twice",
        ["enable.gapless.guarantee"] = "holes are found by the records' numbers",
        ["delivery.report.only.error"] = "an append ends with the report of its record",
        ["max.in.flight"] = "the order of records rests on it",
        ["max.in.flight.requests.per.connection"] = "the order of records rests on it",
        ["transactional.id"] = "the log fences by claims, not by transactions",
        ["partitioner"] = "the shard is computed from the channel by murmur2",
        ["auto.offset.reset"] = "a reader that starts elsewhere would have a silent hole",
        ["enable.auto.commit"] = "the committed offset is the shard's recovery point",
        ["auto.commit.enable"] = "the committed offset is the shard's recovery point",
        ["enable.auto.offset.store"] = "the committed offset is the shard's recovery point",
        ["group.instance.id"] = "a static member keeps its shards after it has left",
        ["partition.assignment.strategy"] = "shards are handed over one by one (cooperative-sticky)",
        ["max.poll.interval.ms"] = "a drain must not cost the membership",
        ["isolation.level"] = "an open transaction of someone else's would hold every reader back",
        ["enable.partition.eof"] = "readers decide it for themselves",
        ["allow.auto.create.topics"] = "the topic is made with settings of its own",
        ["bootstrap.servers"] = "it is set by Kafka:BootstrapServers",
        ["metadata.broker.list"] = "it is set by Kafka:BootstrapServers",
        ["group.id"] = "it is set by Kafka:Group",
        ["linger.ms"] = "it is set by Kafka:Linger",
        ["queue.buffering.max.ms"] = "it is set by Kafka:Linger",
        ["message.timeout.ms"] = "it is set by Kafka:DeliveryTimeout",
        ["delivery.timeout.ms"] = "it is set by Kafka:DeliveryTimeout",
        ["session.timeout.ms"] = "it is set by Kafka:SessionTimeout",
        ["heartbeat.interval.ms"] = "it is set by Kafka:HeartbeatInterval",
        ["queue.buffering.max.messages"] = "it is set by Kafka:MaxPendingBytes",
        ["queue.buffering.max.kbytes"] = "it is set by Kafka:MaxPendingBytes",
    }.ToFrozenDictionary();

    // Parts of the names of settings whose values are secrets, or may hold one; the certificate chains that go with them are
    // hidden too. Also such as later versions of the library may have.
    private static readonly string[] SecretParts =
        ["password", "passphrase", "secret", "credential", "private.key", "pem", "oauthbearer.config", "token", "jaas", "ssl.key", "kinit.cmd"];

    /// <summary>The name that librdkafka knows a setting by.</summary>
    internal static string Normalize(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
#pragma warning disable CA1308 // librdkafka's names are lower case; configuration keys have no case.
        var lower = key.Trim().ToLowerInvariant();
#pragma warning restore CA1308
        return lower == "log_level" ? lower : lower.Replace('_', '.');
    }

    /// <summary>Says which key is refused, and why; null when all may pass.</summary>
    internal static string? Fault(IReadOnlyDictionary<string, string> client)
    {
        foreach (var key in client.Keys.Order(StringComparer.Ordinal))
        {
            var name = Normalize(key);
            if (Refused.TryGetValue(name, out var why))
            {
                return $"{Prefix}{key} cannot be set: {why}.";
            }

            if (name.Length == 0 || name.StartsWith("dotnet.", StringComparison.Ordinal) || name.EndsWith(".cb", StringComparison.Ordinal))
            {
                return $"{Prefix}{key} is no setting of librdkafka.";
            }
        }

        return null;
    }

    /// <summary>Whether a setting's value must never be shown.</summary>
    internal static bool IsSecret(string key) => Array.Exists(SecretParts, part => Normalize(key).Contains(part, StringComparison.Ordinal));

    /// <summary>The values that must never be shown, the longest first, so that one that contains another goes whole.</summary>
    internal static string[] Secrets(IReadOnlyDictionary<string, string> client) =>
        [.. client.Where(s => IsSecret(s.Key) && s.Value.Length > 0).Select(s => s.Value).Distinct().OrderByDescending(s => s.Length)];

    /// <summary>A text of the library's without the secrets.</summary>
    internal static string Hide(string text, string[] secrets)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
