using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Log;

namespace Actors.History.Folding;

/// <summary>Reads what stands in commands. Any producer may append one, so bytes of every kind are taken.</summary>
internal static class CommandReader
{
    /// <summary>A command's JSON; null when it is none.</summary>
    internal static CommandBody? Read(LogRecord command)
    {
        try
        {
            return JsonSerializer.Deserialize(command.Value.Span, CommandJson.Default.CommandBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The command as it is found by its id.</summary>
    internal static CommandView ToView(int shard, in LogEntry entry, CommandBody body) => new()
    {
        Id = body.Id!,
        Shard = shard,
        Offset = entry.Offset,
        Type = body.Type ?? string.Empty,
        User = body.User ?? string.Empty,
        Channel = entry.Record.Channel,
        JobId = body.JobId,
        BodyHash = body.BodyHash,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.Time),
    };

    /// <summary>The job that a command submits.</summary>
    internal static JobView ToJob(string id, int shard, in LogEntry entry, CommandBody? body)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(entry.Time);
        return new JobView
        {
            Id = id,
            Shard = shard,
            User = body?.User ?? string.Empty,
            Kind = body?.Kind ?? string.Empty,
            Channel = entry.Record.Channel,
            Status = JobStatus.Submitted,
            CreatedAt = time,
            UpdatedAt = time,
            Command = body is null ? -1 : entry.Offset,
            TextFrom = entry.Offset,
            BodyHash = body?.BodyHash,
            ResumedFrom = body?.ResumedFrom,
        };
    }

    /// <summary>The job that an event is the first to name; <paramref name="command"/> is what the event answers, where that is still there.</summary>
    internal static JobView ToJob(string id, int shard, in LogEntry entry, LogEntry? command) =>
        command is { Record.Kind: RecordKind.Command } submit
            ? ToJob(id, shard, submit, Read(submit.Record))
            : ToJob(id, shard, entry, (CommandBody?)null);
}
