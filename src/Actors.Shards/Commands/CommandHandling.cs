using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Shards.State;
using Actors.Shards.Work;

namespace Actors.Shards.Commands;

/// <summary>
/// Decides what a command says. Whatever stands in the log gets an answer or nothing; nothing blocks the shard: a command that
/// is garbage, or whose handling throws, is answered by <c>generation_failed</c> with code <c>rejected</c>.
/// </summary>
internal sealed class CommandHandling(ShardPlace place, IJobRunner runner, ShardsOptions options, TimeProvider time, IIdSource ids)
{
    /// <summary>A refusal says no more, whatever a command holds.</summary>
    private const int MaxProblemLength = 1000;

    /// <summary>The answer to a command, given the jobs as appended and the commands answered before it.</summary>
    internal CommandAnswer Handle(ParsedCommand command, JobTable jobs, RecentCommands recent)
    {
        var channel = command.Record.Channel;
        if (!ChannelName.TryParse(channel, out var name) || name.ShardOf(place.ShardCount) != place.Shard)
        {
            return new CommandAnswer { Refusal = "Its key is no channel of this shard, so nobody can be told." };
        }

        if (command.Body is not { } body)
        {
            return Rejected(command, null, command.Problem!);
        }

        if (recent.KnowsCommand(body))
        {
            return CommandAnswer.Nothing;
        }

        // A job that is known already has, or gets, an end of its own: the refusal is not its.
        var job = Submission.JobOf(command, place);
        var wasSubmitted = job is { } named && recent.KnowsJob(named.Value);
        var unknown = job is { } id && !wasSubmitted && jobs.Find(id.Value) is null ? job : null;
        if (!string.Equals(body.Channel, channel, StringComparison.Ordinal))
        {
            return Rejected(command, unknown, "The command's channel is not the record's key.");
        }

        if (wasSubmitted)
        {
            return CommandAnswer.Nothing;
        }

        try
        {
            var answer = body.Type switch
            {
                CommandTypes.SubmitJob => Submit(command, jobs),
                CommandTypes.CancelJob => Cancel(body, jobs),
                CommandTypes.PublishEvents => Publish(command),
                _ => runner.HandleOther(body, command.Offset) is { } events
                    ? new CommandAnswer { Events = events }
                    : Rejected(command, null, $"No command has the type '{body.Type}'."),
            };
            return TooLarge(answer) is { } bytes
                ? Rejected(command, unknown, $"An event of the answer has {bytes} bytes; at most {options.MaxEventBytes} are allowed.")
                : answer;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Rejected(command, unknown, $"{e.GetType().Name}: {e.Message}", "The request could not be handled.");
        }
    }

    private int? TooLarge(CommandAnswer answer)
    {
        for (var i = 0; i < answer.Events.Count; i++)
        {
            if (answer.Events[i].Payload.Length is var bytes && bytes > options.MaxEventBytes)
            {
                return bytes;
            }
        }

        return null;
    }

    private CommandAnswer Submit(ParsedCommand command, JobTable jobs)
    {
        if (Submission.ToJob(command, place, out var problem) is not { } job)
        {
            return Rejected(command, null, problem!);
        }

        if (jobs.Find(job.Id.Value) is not null)
        {
            return CommandAnswer.Nothing;
        }

        if (Submission.Fault(job, options.MaxRecordBytes) is { } fault)
        {
            return Rejected(command, job.Id, fault);
        }

        return runner.Reject(job) is { } rejection
            ? CommandAnswer.Of(rejection) with { Refusal = "The job's handler or input was refused." }
            : CommandAnswer.Of(runner.Queued(job)) with { Submitted = job };
    }

    private CommandAnswer Cancel(CommandBody body, JobTable jobs) =>
        body.JobId is { } id && jobs.Find(id) is { Cancelling: false } job
            ? CommandAnswer.Of(runner.Cancelling(job.ToOpenJob())) with { Stopped = id }
            : CommandAnswer.Nothing;

    private CommandAnswer Publish(ParsedCommand command) =>
        PublishedEvents.Read(command, place, options.MaxEventBytes, out var problem) is { } drafts
            ? new CommandAnswer { Events = drafts }
            : Rejected(command, null, problem!);

    private CommandAnswer Rejected(ParsedCommand command, JobId? job, string problem, string? told = null)
    {
        var refusal = Short(problem);
        var head = new EventHead
        {
            Type = EventTypes.GenerationFailed,
            Id = ids.Next(),
            Timestamp = time.GetUtcNow(),
            Channel = command.Record.Channel,
            JobId = job,
        };
        var draft = new EventDraft
        {
            Type = EventTypes.GenerationFailed,
            Channel = command.Record.Channel,
            Job = job,
            Step = job is null ? JobStep.None : JobStep.Failed,
            Payload = EventWriter.Write(head, new EventError(told ?? refusal, "rejected", Retryable: false, Suggestion: null)),
        };
        return CommandAnswer.Of(draft) with { Refusal = refusal };
    }

    private static string Short(string text) => text.Length <= MaxProblemLength
        ? text
        : text[..(char.IsHighSurrogate(text[MaxProblemLength - 2]) ? MaxProblemLength - 2 : MaxProblemLength - 1)] + "…";
}
