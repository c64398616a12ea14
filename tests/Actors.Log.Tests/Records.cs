using System.Text;
using Actors.Contracts.Jobs;

namespace Actors.Log.Tests;

/// <summary>Records for tests.</summary>
internal static class Records
{
    internal static LogRecord Claim(string node = "node") =>
        new() { Kind = RecordKind.Claim, Value = Encoding.UTF8.GetBytes(node) };

    internal static LogRecord Command(string channel, string value = "{}") =>
        new() { Kind = RecordKind.Command, Channel = channel, Type = "job.submit", Value = Encoding.UTF8.GetBytes(value) };

    internal static LogRecord Event(long stamp, long seq, string channel = "user:u", string value = "{}", string? job = null, JobStep step = JobStep.None) =>
        new()
        {
            Kind = RecordKind.Event,
            Stamp = stamp,
            Seq = seq,
            Channel = channel,
            Type = "note",
            Job = job,
            Step = step,
            Value = Encoding.UTF8.GetBytes(value),
        };

    internal static LogRecord Point(long stamp, long seq) => new() { Kind = RecordKind.Point, Stamp = stamp, Seq = seq };

    internal static string Text(this LogRecord record) => Encoding.UTF8.GetString(record.Value.Span);
}
