namespace Actors.Shards.Ownership;

/// <summary>What a record means for the owner that reads it back.</summary>
internal enum ReadBackVerdict
{
    /// <summary>It does not count, or is an old claim.</summary>
    Skip,

    /// <summary>A command.</summary>
    Command,

    /// <summary>A valid event, snapshot or point.</summary>
    Valid,

    /// <summary>The owner's own claim: what lies before it is known, what comes is the owner's.</summary>
    Recovered,

    /// <summary>The owner's own claim ended, by a hole, a repeat or a late claim of its own: claim again.</summary>
    Ended,

    /// <summary>Another owner's claim: stop at once.</summary>
    Superseded,
}
