namespace Actors.Log.Tails;

/// <summary>What a tail says to somebody who wants to read on.</summary>
internal enum TailAnswer
{
    /// <summary>The records are here.</summary>
    Here,

    /// <summary>There is nothing more yet: sleep.</summary>
    AtEnd,

    /// <summary>They are older than what is kept, or the tail has not begun: the pages have them.</summary>
    Older,

    /// <summary>The tail does not reach that far: the log may.</summary>
    Beyond,
}
