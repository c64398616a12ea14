using System.Globalization;
using System.Text;
using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Log;

namespace Actors.History.Tests;

/// <summary>Records for tests.</summary>
internal static class Build
{
    internal static string JobId(int number, int shard = 0) => $"{shard:x}-{number:x32}";

    internal static LogRecord Claim() => new() { Kind = RecordKind.Claim, Value = "node"u8.ToArray() };

    internal static LogRecord Submit(string channel, string? job, string user = "u", string? id = null, string? hash = null, string kind = "text") =>
        Command(new CommandBody { Type = CommandTypes.SubmitJob, Channel = channel, User = user, JobId = job, Kind = kind, Id = id, BodyHash = hash });

    internal static LogRecord Command(CommandBody body) => new()
    {
        Kind = RecordKind.Command,
        Channel = body.Channel,
        Type = body.Type,
        Value = JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.CommandBody),
    };

    internal static LogRecord Event(
        long stamp, long seq, string channel, JobStep step = JobStep.None, string? job = null, string text = "", long answers = -1, int? progress = null, string type = "note") => new()
    {
        Kind = RecordKind.Event,
        Stamp = stamp,
        Seq = seq,
        Channel = channel,
        Type = type,
        Step = step,
        Job = job,
        Answers = answers,
        Value = Encoding.UTF8.GetBytes(
            $$$"""{"type":"{{{type}}}","channel":"{{{channel}}}","progress":{{{progress?.ToString(CultureInfo.InvariantCulture) ?? "null"}}},"result":{"streamId":"s","text":"{{{text}}}"}}"""),
    };
}
