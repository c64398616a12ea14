using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Actors.Contracts.Jobs;

namespace Actors.Contracts.Events;

/// <summary>
/// Every type of event that the system itself emits. Backends may publish types of their own, which are not here. The
/// AsyncAPI document is generated from this list. Thread-safe.
/// </summary>
public static class EventCatalog
{
    private static readonly EventJson Json = EventJson.Default;

    /// <summary>All types, in the order of a job's life, then a room's, a stream's own last.</summary>
    public static IReadOnlyList<EventSpec> All { get; } =
    [
        Job(EventTypes.GenerationQueued, JobStep.Queued, "A job was accepted; the first event of every job.") with { Result = Json.QueuedResult },
        Job(EventTypes.GenerationStarted, JobStep.Started, "An attempt of a job began.") with { Result = Json.StartedResult },
        Job(EventTypes.GenerationProgress, JobStep.Progress, "A job's progress changed: 'progress' is 0 to 100, 'message' says what is done now."),
        Job(EventTypes.ChatChunk, JobStep.Text, "A piece of generated text, at 'position' (UTF-16 code units) of the attempt's whole text.") with { Result = Json.ChatChunkResult },
        Job(EventTypes.GenerationReset, JobStep.Reset, "The attempt was given up and another begins: drop what was shown of the job.") with { Result = Json.ResetAttemptResult },
        Job(EventTypes.GenerationCancelling, JobStep.Cancelling, "A stop was asked for; 'generation_cancelled' follows."),
        Job(EventTypes.GenerationCancelled, JobStep.Cancelled, "The job was stopped; carries the text so far and what it cost.") with { Result = Json.PartialResult },
        Job(EventTypes.GenerationComplete, JobStep.Completed, "The job is done; carries the whole result.") with { Result = Json.CompleteResult },
        Job(EventTypes.GenerationFailed, JobStep.Failed, "The job failed; says why, whether to try again, and carries what there is of a text.") with { Result = Json.PartialResult, HasError = true },
        Stream(EventTypes.Presence, "Somebody has come to a room or has left it, a few seconds after their last stream on it. Live only: GET /api/channels/{channel}/presence says who is there.") with { Result = Json.PresenceResult },
        Stream(EventTypes.Typing, "Somebody in a room writes, or has stopped; told by POST /api/channels/{channel}/typing. Live only.") with { Result = Json.TypingResult },
        Stream(EventTypes.ConnectionStatus, "The state of the stream itself: connected, degraded, recovered, expiring, closing.") with { Result = Json.ConnectionStatusResult },
        Stream(EventTypes.CaughtUp, "The replay has ended; what follows is live.") with { Result = Json.CaughtUpResult },
        Stream(EventTypes.Reset, "The client's position could not be honoured: why, and from where the stream goes on.") with { Result = Json.ResetResult },
        Stream(EventTypes.Checkpoint, "A heartbeat: a named event with empty data whose id is the present cursor."),
    ];

    private static readonly FrozenDictionary<string, EventSpec> ByName = All.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>The type of a name; false when the system has none of that name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out EventSpec? spec) => ByName.TryGetValue(name, out spec);

    /// <summary>The type of a name.</summary>
    /// <exception cref="ArgumentException">The system has no type of that name.</exception>
    public static EventSpec Get(string name) =>
        TryGet(name, out var spec) ? spec : throw new ArgumentException($"The catalog has no event type '{name}'.", nameof(name));

    private static EventSpec Job(string name, JobStep step, string doc) => new() { Name = name, Durable = true, Step = step, Doc = doc };

    private static EventSpec Stream(string name, string doc) => new() { Name = name, Durable = false, Doc = doc };
}
