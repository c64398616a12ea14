using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;

namespace Actors.Shards.Work;

/// <summary>What the owner of a shard needs to know of jobs. Implemented by the jobs room; pure but for the actors' own work.</summary>
public interface IJobRunner
{
    /// <summary>
    /// Decides whether a submitted job may run: its kind has a handler and its input is valid. Null when it may, else the
    /// event (<c>generation_failed</c> with code <c>rejected</c>) that ends it at once.
    /// </summary>
    EventDraft? Reject(OpenJob job);

    /// <summary>The first event of a job: <c>generation_queued</c>.</summary>
    EventDraft Queued(OpenJob job);

    /// <summary>The event that answers a stop: <c>generation_cancelling</c>.</summary>
    EventDraft Cancelling(OpenJob job);

    /// <summary>
    /// The terminal event (<c>generation_failed</c>) of a job that can't go on: its actor failed too often, or broke a limit.
    /// It carries what there is of a result.
    /// </summary>
    EventDraft Failed(OpenJob job, string code, string error, bool retryable);

    /// <summary>
    /// The actor that runs a job, as a child of its shard. It begins by itself: fresh, again after a takeover (attempt goes
    /// up, a reset unless the provider can continue), or to end a cancelling one. It sends <see cref="EmitEvent"/> to its
    /// parent, and gets <see cref="EventsCommitted"/>, <see cref="StopJob"/> and <see cref="DrainJob"/>.
    /// </summary>
    Props CreateActor(OpenJob job);

    /// <summary>A job's terminal event was committed, on this node: told once for each job. Must not throw.</summary>
    void Ended(string kind, JobStep outcome);

    /// <summary>
    /// A job is told of its committed events when so many have come back: at least one, and below half of what it lets be
    /// uncommitted, so that it never holds for want of the message.
    /// </summary>
    int CommittedAtOnce => 1;

    /// <summary>
    /// What a command that is no job's and no publication says; for types that other rooms add. Null: unknown type. The same
    /// command makes the same number of events, whoever handles it: a takeover in the middle goes on with the rest.
    /// </summary>
    IReadOnlyList<EventDraft>? HandleOther(CommandBody command, long offset);
}
