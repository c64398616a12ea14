using System.Text.Json;

namespace Actors.Cluster.Tests.Checker;

/// <summary>A valid event of the log.</summary>
internal sealed record LoggedEvent
{
    public required int Shard { get; init; }

    public required long Offset { get; init; }

    public required long Time { get; init; }

    public required string Channel { get; init; }

    public required string Type { get; init; }

    public required string Job { get; init; }

    public required string Id { get; init; }

    public required int Attempt { get; init; }

    public required ulong Hash { get; init; }

    public required byte[] Value { get; init; }

    /// <summary>The event, parsed anew each time: there may be millions.</summary>
    public JsonElement Json => JsonDocument.Parse(Value).RootElement;

    /// <summary>True for the last event of a job.</summary>
    public bool IsTerminal => Job.Length > 0
        && (Type.EndsWith("_complete", StringComparison.Ordinal) || Type.EndsWith("_failed", StringComparison.Ordinal) || Type.EndsWith("_cancelled", StringComparison.Ordinal));

    public static LoggedEvent From(RawRecord record)
    {
        var json = JsonDocument.Parse(record.Value).RootElement;
        return new LoggedEvent
        {
            Shard = record.Shard,
            Offset = record.Offset,
            Time = record.Time,
            Channel = record.Channel,
            Type = json.GetProperty("type").GetString()!,
            Job = record.Header.Job,
            Id = json.GetProperty("id").GetString()!,
            Attempt = json.TryGetProperty("attempt", out var attempt) ? attempt.GetInt32() : 0,
            Hash = Hashing.Of(record.Value),
            Value = record.Value,
        };
    }
}
