namespace Actors.Sessions.Feeds;

/// <summary>What a feed must do after it has looked at a frame or a digest.</summary>
internal enum FeedNeed
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Read the log from the head to its end. Said once for each scan.</summary>
    Scan,

    /// <summary>Wait a little for frames that are under way, then ask again.</summary>
    Wait,
}
