namespace Actors.Sessions;

/// <summary>Why a stream has ended.</summary>
public enum SessionEnd
{
    /// <summary>The client has gone.</summary>
    ClientGone,

    /// <summary>The client took nothing for <see cref="SessionOptions.SlowClientTimeout"/>: the connection must be aborted, what is in flight cannot be finished.</summary>
    TooSlow,

    /// <summary>The client's token has ended. The stream was told.</summary>
    Expired,

    /// <summary>The node leaves. The stream was told when to come back.</summary>
    Drained,

    /// <summary>A fault of ours; the log says which. The client comes back by itself.</summary>
    Failed,
}
