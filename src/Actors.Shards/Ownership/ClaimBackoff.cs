namespace Actors.Shards.Ownership;

/// <summary>How long to wait before the next claim of a shard: doubles from attempt to attempt, half of it by chance.</summary>
internal sealed class ClaimBackoff(TimeSpan initial, TimeSpan max, Random chance)
{
    private int _attempts;

    /// <summary>The wait before the next attempt; nothing before the first.</summary>
    internal TimeSpan Next()
    {
        var attempt = _attempts++;
        if (attempt == 0)
        {
            return TimeSpan.Zero;
        }

        var full = Math.Min(max.TotalMilliseconds, initial.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return TimeSpan.FromMilliseconds(full * (0.5 + (chance.NextDouble() / 2)));
    }

    /// <summary>The shard was served undisturbed: the next trouble is a new one.</summary>
    internal void Reset() => _attempts = 0;
}
