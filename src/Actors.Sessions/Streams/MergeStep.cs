namespace Actors.Sessions.Streams;

/// <summary>How far a session's merge came.</summary>
internal enum MergeStep
{
    /// <summary>There is nothing more to send now.</summary>
    Idle,

    /// <summary>The sink takes no more before the next flush.</summary>
    Full,

    /// <summary>A place needs the page behind its position. Read it, then go on; other places do not wait for it.</summary>
    NeedsPage,

    /// <summary>A place is far behind. Ask the index where its channel's events are, then go on; other places do not wait for it.</summary>
    NeedsTrail,

    /// <summary>A place needs the feed to scan: its window has moved past it and past the node's head.</summary>
    NeedsHead,
}
