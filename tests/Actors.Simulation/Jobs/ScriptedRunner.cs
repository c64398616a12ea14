using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Actors.Contracts;
using Actors.Contracts.Commands;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Simulation.Jobs;

/// <summary>
/// Jobs whose kind is their script: <c>text</c> emits a few chunks and completes, <c>crash</c> fails in its first attempt,
/// <c>doomed</c> in every one, <c>hang</c> says nothing until it is stopped, <c>endless</c> nothing behind its first chunk, <c>stubborn</c> answers a stop with a completion first, <c>reject</c> is refused, <c>throw</c> makes its
/// handling throw, <c>huge</c> emits an event that is too large. The commands <c>chat</c> and <c>chat3</c> say one event and three, <c>chat-long</c> one that is too large.
/// </summary>
public sealed class ScriptedRunner(IIdSource ids, TimeProvider time) : IJobRunner
{
    /// <summary>How many chunks a text job emits in one attempt.</summary>
    public int Chunks { get; init; } = 3;

    /// <summary>The time between two events of a job.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How jobs ended, in the order in which the node's shards said so.</summary>
    public ConcurrentQueue<(string Kind, JobStep Outcome)> Outcomes { get; } = [];

    /// <inheritdoc/>
    public EventDraft? Reject(OpenJob job) => job.Kind switch
    {
        "reject" => Draft(job, EventTypes.GenerationFailed, JobStep.Failed),
        "throw" => throw new InvalidOperationException("a handler's validation threw"),
        _ => null,
    };

    /// <inheritdoc/>
    public EventDraft Queued(OpenJob job) => Draft(job, EventTypes.GenerationQueued, JobStep.Queued);

    /// <inheritdoc/>
    public EventDraft Cancelling(OpenJob job) => Draft(job, EventTypes.GenerationCancelling, JobStep.Cancelling);

    /// <inheritdoc/>
    public EventDraft Failed(OpenJob job, string code, string error, bool retryable) =>
        Draft(job, EventTypes.GenerationFailed, JobStep.Failed);

    /// <inheritdoc/>
    public Props CreateActor(OpenJob job)
    {
        var runner = this;
        return Props.Create(() => new ScriptedJob(runner, job));
    }

    /// <inheritdoc/>
    public void Ended(string kind, JobStep outcome) => Outcomes.Enqueue((kind, outcome));

    /// <inheritdoc/>
    public IReadOnlyList<EventDraft>? HandleOther(CommandBody command, long offset) => command.Type switch
    {
        "chat" => [Said(command, offset, 0)],
        "chat-long" => [Said(command, offset, 0) with { Payload = new byte[1024 * 1024] }],
        "chat3" => [Said(command, offset, 0), Said(command, offset, 1), Said(command, offset, 2)],
        _ => null,
    };

    /// <summary>An event of a job.</summary>
    public EventDraft Draft(OpenJob job, string type, JobStep step, string? text = null, int position = 0) => new()
    {
        Type = type,
        Channel = job.Channel,
        Job = job.Id,
        Step = step,
        Text = text,
        Payload = Payload(type, job.Channel, job.Id, text is null ? null : new JsonObject { ["text"] = text, ["position"] = position }),
    };

    private EventDraft Said(CommandBody command, long offset, int index) => new()
    {
        Type = "chat",
        Channel = command.Channel,
        Payload = Payload("chat", command.Channel, null, new JsonObject { ["command"] = offset, ["index"] = index }),
    };

    private byte[] Payload(string type, string channel, JobId? job, JsonObject? result)
    {
        var head = new EventHead { Type = type, Id = ids.Next(), Timestamp = time.GetUtcNow(), Channel = channel, JobId = job };
        return result is null
            ? EventWriter.Write(head)
            : EventWriter.Write(head, (JsonNode)result, ResultJson.Default.JsonNode);
    }
}
