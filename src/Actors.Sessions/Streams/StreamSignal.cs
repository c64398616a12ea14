namespace Actors.Sessions.Streams;

/// <summary>What a session is told that needs no more than a word. One object each for the whole node.</summary>
internal sealed class StreamSignal
{
    /// <summary>A window has moved, or there is more to write.</summary>
    public static readonly StreamSignal Wake = new("wake");

    /// <summary>Time for a checkpoint.</summary>
    public static readonly StreamSignal Beat = new("beat");

    /// <summary>The client has taken nothing for too long.</summary>
    public static readonly StreamSignal TooSlow = new("too slow");

    /// <summary>The time that the session named has come.</summary>
    public static readonly StreamSignal Deadline = new("deadline");

    /// <summary>The client has gone.</summary>
    public static readonly StreamSignal Aborted = new("aborted");

    /// <summary>The node leaves.</summary>
    public static readonly StreamSignal Drain = new("drain");

    /// <summary>The log does not answer a feed of the session: events may come late.</summary>
    public static readonly StreamSignal LogDown = new("log down");

    /// <summary>It answers again.</summary>
    public static readonly StreamSignal LogUp = new("log up");

    /// <summary>A feed has failed: the windows that the session holds are no longer written.</summary>
    public static readonly StreamSignal FeedLost = new("feed lost");

    /// <summary>A pending flush has ended and the client takes bytes again.</summary>
    public static readonly StreamSignal Flushed = new("flushed");

    /// <summary>A pending flush has ended because the client has gone, or was ended by the session itself.</summary>
    public static readonly StreamSignal FlushEnded = new("flush ended");

    private readonly string _name;

    private StreamSignal(string name) => _name = name;

    /// <inheritdoc/>
    public override string ToString() => _name;
}
