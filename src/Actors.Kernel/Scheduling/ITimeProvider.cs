namespace Actors.Kernel;

/// <summary>What time it is for the system; virtual in tests.</summary>
public interface ITimeProvider
{
    /// <summary>The time of day, UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The time since the system began.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>The time since the system began.</summary>
    TimeSpan HighResMonotonicClock { get; }
}
