namespace Actors.Jobs.Lifecycle;

/// <summary>The timers of a job's life.</summary>
public enum JobTimer
{
    /// <summary>The wait before the next run is over.</summary>
    BackOff,

    /// <summary>A cancelled run has had its time to end.</summary>
    Grace,

    /// <summary>The job has run as long as a job may, at all its owners.</summary>
    Duration,
}
