namespace Actors.Log.Kafka.Writes;

/// <summary>
/// How far apart the bursts of one shard are, by the square of how much the node writes: not at all when it writes little, and up
/// to <see cref="MostPause"/> when it is busy. Each burst is a request to the broker, an answer, and a fetch that brings it back to
/// everybody who follows the shard, and under load these cost more than the records in them. A state machine, guarded by the
/// producer's lock.
/// </summary>
/// <param name="frequency">How many units of time a second has.</param>
internal sealed class BurstPace(long frequency)
{
    /// <summary>The longest that bursts are apart.</summary>
    internal static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(40);

    /// <summary>From so many records a second on bursts are <see cref="MostPause"/> apart.</summary>
    internal const double Busy = 12_000;

    private readonly long _window = frequency / 10;
    private long _began;
    private int _records;

    /// <summary>The time between two bursts of a shard now.</summary>
    internal long Pause { get; private set; }

    /// <summary>A record was taken.</summary>
    internal void Count(long now)
    {
        _records++;
        var passed = now - _began;
        if (passed < _window)
        {
            return;
        }

        var load = Math.Min(1, _records * (double)frequency / passed / Busy);
        Pause = (long)(load * load * MostPause.TotalSeconds * frequency);
        (_began, _records) = (now, 0);
    }
}
