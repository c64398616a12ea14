using Actors.Shards.State;

namespace Actors.Shards.Jobs;

/// <summary>An open job with the actor that runs it.</summary>
internal sealed class RunningJob(JobState state)
{
    /// <summary>The job as appended.</summary>
    internal JobState State { get; } = state;

    /// <summary>Its actor; null while it waits to be started.</summary>
    internal IActorRef? Actor { get; set; }

    /// <summary>How often its actor has been started again after a failure.</summary>
    internal int Restarts { get; set; }

    /// <summary>True once its actor has said that the job has begun.</summary>
    internal bool Begun { get; set; }

    /// <summary>True once its actor was told that the node is leaving: one whose job has not begun stops, and has not failed.</summary>
    internal bool Drained { get; set; }

    /// <summary>How many of its actor's events have not come back.</summary>
    internal int Uncommitted { get; set; }

    /// <summary>How many came back of which its actor has not been told.</summary>
    internal int Committed { get; set; }

    /// <summary>True once its terminal event is appended: nothing more is taken from its actor.</summary>
    internal bool Ended { get; set; }
}
