namespace Actors.Contracts.Jobs;

/// <summary>
/// What an event means for its job's life, whatever the event's type is called. It stands in the record's header, so that
/// recovery and history follow jobs of every kind without reading payloads.
/// </summary>
public enum JobStep : byte
{
    /// <summary>The event does not concern a job's life.</summary>
    None = 0,

    /// <summary>The job was accepted. The first event of every job.</summary>
    Queued = 1,

    /// <summary>An attempt began.</summary>
    Started = 2,

    /// <summary>A piece of text, behind the text so far.</summary>
    Text = 3,

    /// <summary>Progress within an attempt.</summary>
    Progress = 4,

    /// <summary>The attempt was given up: drop its preview. The next attempt begins with no text.</summary>
    Reset = 5,

    /// <summary>A stop was asked for.</summary>
    Cancelling = 6,

    /// <summary>Terminal: the job has its result.</summary>
    Completed = 7,

    /// <summary>Terminal: the job failed.</summary>
    Failed = 8,

    /// <summary>Terminal: the job was stopped; the event carries the partial result.</summary>
    Cancelled = 9,
}
