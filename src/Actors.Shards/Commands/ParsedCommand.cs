using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Log;

namespace Actors.Shards.Commands;

/// <summary>A command as it stands in the log, with its JSON read once. Immutable.</summary>
internal sealed class ParsedCommand
{
    private ParsedCommand(in LogEntry entry, CommandBody? body, string? problem) =>
        (Offset, Time, Record, Body, Problem) = (entry.Offset, entry.Time, entry.Record, body, problem);

    /// <summary>The command's place.</summary>
    internal long Offset { get; }

    /// <summary>When the log took it, in milliseconds since 1970-01-01 UTC.</summary>
    internal long Time { get; }

    /// <summary>The record.</summary>
    internal LogRecord Record { get; }

    /// <summary>What it asks for; null when it is no command.</summary>
    internal CommandBody? Body { get; }

    /// <summary>Why <see cref="Body"/> is null.</summary>
    internal string? Problem { get; }

    /// <summary>Reads a command. Any bytes are taken: any producer may append some.</summary>
    internal static ParsedCommand Read(in LogEntry entry)
    {
        try
        {
            var body = JsonSerializer.Deserialize(entry.Record.Value.Span, CommandJson.Default.CommandBody);
            return body is null
                ? new ParsedCommand(entry, null, "The command is null.")
                : new ParsedCommand(entry, body, null);
        }
        catch (JsonException e)
        {
            return new ParsedCommand(entry, null, $"The command is no JSON of its form: {e.Message}");
        }
    }
}
