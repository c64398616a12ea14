namespace Actors.History.Postgres;

/// <summary>Some of a channel's events: those in (after, before) and [since, until).</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Channel">The channel.</param>
/// <param name="After">Only behind this offset.</param>
/// <param name="Before">Only before this offset.</param>
internal sealed record EventSlice(int Shard, string Channel, long After, long Before)
{
    /// <summary>Whether to begin at the end.</summary>
    internal bool NewestFirst { get; init; }

    /// <summary>Only what the log took at or after this time, in milliseconds since 1970-01-01 UTC.</summary>
    internal long Since { get; init; } = long.MinValue;

    /// <summary>Only what the log took before this time.</summary>
    internal long Until { get; init; } = long.MaxValue;
}
