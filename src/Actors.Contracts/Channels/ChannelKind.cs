namespace Actors.Contracts.Channels;

/// <summary>The two forms that a channel's name may have.</summary>
public enum ChannelKind : byte
{
    /// <summary><c>user:&lt;id&gt;</c>: private to one user.</summary>
    User = 1,

    /// <summary><c>channel:&lt;id&gt;</c>: a room that many users may hear.</summary>
    Room = 2,
}
