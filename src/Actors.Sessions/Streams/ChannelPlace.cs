using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary>A session's place in one channel: all that it holds of it.</summary>
internal struct ChannelPlace
{
    /// <summary>The channel's window; null until its feed has named it.</summary>
    public ChannelWindow? Window;

    /// <summary>The last record position that the session has passed.</summary>
    public long Position;

    /// <summary>The number of the next event in the window; -1 when it must be looked for.</summary>
    public long Next;

    /// <summary>What an index has said of the way to the head; null while the place is near, or nobody was asked.</summary>
    public ReplayTrail? Trail;

    /// <summary>What the place waits for.</summary>
    public PlaceState State;
}
