namespace Actors.Sessions.Streams;

/// <summary>What a session's place in one channel waits for.</summary>
internal enum PlaceState : byte
{
    /// <summary>For the channel's window, or for where to begin in it.</summary>
    Opening,

    /// <summary>For nothing.</summary>
    Ready,

    /// <summary>For a page of the log.</summary>
    Reading,

    /// <summary>For the index.</summary>
    Asking,

    /// <summary>For the node's head to reach what the window no longer holds.</summary>
    Behind,
}
