namespace Actors.Jobs.Lifecycle;

/// <summary>Where a job stands at its owner.</summary>
public enum JobPhase
{
    /// <summary>Nothing has been decided yet.</summary>
    New,

    /// <summary>Waits for a place among the running jobs.</summary>
    Waiting,

    /// <summary>Its handler runs.</summary>
    Running,

    /// <summary>Waits before its handler runs again.</summary>
    BackingOff,

    /// <summary>Its handler was told to end; the terminal event follows when it has, or when the grace is over.</summary>
    Ending,

    /// <summary>Its terminal event was emitted.</summary>
    Ended,

    /// <summary>The node leaves before the job began: the next owner begins it.</summary>
    Drained,
}
