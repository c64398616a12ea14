namespace Actors.Live.Redis;

/// <summary>What a message on Redis is.</summary>
internal enum LiveMessageKind : byte
{
    /// <summary>One event.</summary>
    Frame = 1,

    /// <summary>An owner's digest.</summary>
    Digest = 2,

    /// <summary>Somebody wants a digest.</summary>
    Request = 3,

    /// <summary>Somebody listens to a channel's frames from now on.</summary>
    Listening = 4,
}
