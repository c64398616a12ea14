using Actors.Log;
using Actors.Log.Kafka;

namespace Actors.Service.Checks;

/// <summary>Looks at the log on Kafka.</summary>
internal static class KafkaCheck
{
    /// <summary>Whether the brokers answer, and whether the topic is one that a node could use.</summary>
    public static async Task<CheckResult> LookAsync(KafkaLogOptions options, TimeSpan patience, ILogger logger)
    {
        var uses = $"kafka at {options.BootstrapServers}, topic {options.Topic}, group {options.Group}, {options.ShardCount} shards";
        try
        {
            var sight = await KafkaInspection.LookAsync(options, patience, logger);
            return Fault(sight, options) is { } fault
                ? CheckResult.Wrong("Log", uses, fault)
                : CheckResult.Fine("Log", uses, Describe(sight)) with { LogId = sight.LogId, IsNewLog = sight.Partitions == 0 };
        }
        catch (Exception e) when (e is LogUnavailableException or ArgumentException)
        {
            return CheckResult.Wrong("Log", uses, e.Message);
        }
    }

    private static string? Fault(KafkaSight sight, KafkaLogOptions options) => sight switch
    {
        { Partitions: 0 } => null,
        { Partitions: var partitions } when partitions != options.ShardCount => $"the topic has {partitions} partitions, but Log:Shards is {options.ShardCount}",
        { CleanupPolicy: { } policy } when policy.Contains("compact", StringComparison.Ordinal) => $"the topic is compacted (cleanup.policy={policy}), which would remove records of the log",
        { Leaderless: > 0 } => $"{sight.Leaderless} of {sight.Partitions} partitions have no leader",
        _ => null,
    };

    private static string Describe(KafkaSight sight) => sight.Partitions == 0
        ? $"{sight.Brokers} broker(s) answer; the topic is missing, and the first node makes it"
        : $"{sight.Brokers} broker(s) answer; the topic has {sight.Partitions} partitions, each on {sight.Replicas} broker(s){Name(sight.LogId)}";

    private static string Name(uint? log) => log is { } id ? $", log {id:x8}" : string.Empty;
}
