namespace Actors.History;

/// <summary>How far a job is. The numbers are stored and never change.</summary>
public enum JobStatus : byte
{
    /// <summary>Its command is durable; the shard's owner has not answered it yet.</summary>
    Submitted = 1,

    /// <summary>It was accepted and waits.</summary>
    Queued = 2,

    /// <summary>An attempt runs.</summary>
    Running = 3,

    /// <summary>A stop was asked for.</summary>
    Cancelling = 4,

    /// <summary>It has its result.</summary>
    Completed = 7,

    /// <summary>It failed, or was refused.</summary>
    Failed = 8,

    /// <summary>It was stopped.</summary>
    Cancelled = 9,
}
