using System.Runtime.InteropServices;
using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Shards.Points;
using Actors.Shards.Work;

namespace Actors.Shards.Commands;

/// <summary>The job that a submit asks for. The same command makes the same job, whoever reads it.</summary>
internal static class Submission
{
    /// <summary>As long as a user's channel may be, mapped or not.</summary>
    private const int MaxNameLength = 128;

    /// <summary>The job, or null and what is wrong with the command.</summary>
    internal static OpenJob? ToJob(ParsedCommand command, ShardPlace place, out string? problem)
    {
        var body = command.Body!;
        if (!TryJobId(command, place, out var id))
        {
            problem = $"The job id must begin with its shard, {place.Shard:x}-, and 32 hexadecimal digits follow.";
            return null;
        }

        if (string.IsNullOrEmpty(body.Kind) || string.IsNullOrEmpty(body.User))
        {
            problem = "A submit needs a user and a kind.";
            return null;
        }

        problem = null;
        return new OpenJob
        {
            Id = id,
            Channel = command.Record.Channel,
            User = body.User,
            Kind = body.Kind,
            Input = body.Input is { } input ? JsonMarshal.GetRawUtf8Value(input).ToArray() : "null"u8.ToArray(),
            Command = command.Offset,
            SubmittedAt = command.Time,
            ResumedFrom = body.ResumedFrom,
            TextBefore = body.TextSoFar ?? string.Empty,
            TraceParent = command.Record.TraceParent,
        };
    }

    /// <summary>
    /// What is wrong with a new job; null where it may begin. Not asked for a job that is in the log already: it was let in by the
    /// rules of its time.
    /// </summary>
    /// <param name="job">The job, before its first event.</param>
    /// <param name="maxBytes">What its snapshot may take, or no recovery point could be made while it is open.</param>
    internal static string? Fault(OpenJob job, int maxBytes) =>
        job.User.Length > MaxNameLength ? $"A user has at most {MaxNameLength} characters, not {job.User.Length}."
        : job.Kind.Length > MaxNameLength ? $"A kind has at most {MaxNameLength} characters, not {job.Kind.Length}."
        : job.ResumedFrom is { } from && !JobId.TryParse(from, out _) ? "What the job goes on from must be a job's id: its shard, a dash, and 32 hexadecimal digits."
        : JobSnapshotCodec.Encode(job).Length is var bytes && bytes > maxBytes
            ? $"The job takes {bytes} bytes with its input and the text before; at most {maxBytes} are allowed."
            : null;

    /// <summary>The id that the command gives, or one made from its place; false when it gives one that no job here can have.</summary>
    internal static bool TryJobId(ParsedCommand command, ShardPlace place, out JobId id)
    {
        if (command.Body!.JobId is { } text)
        {
            return JobId.TryParse(text, out id) && id.Shard == place.Shard;
        }

        id = JobId.Create(place.Shard, DeterministicId.ForCommand(place.LogId, place.Shard, command.Offset, DeterministicId.Job, command.Time));
        return true;
    }

    /// <summary>The id of the job that a command submits, given or made; null where it submits none.</summary>
    internal static JobId? JobOf(ParsedCommand command, ShardPlace place) =>
        command.Body?.Type == CommandTypes.SubmitJob && TryJobId(command, place, out var id) ? id : null;
}
