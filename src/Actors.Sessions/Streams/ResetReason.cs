namespace Actors.Sessions.Streams;

/// <summary>Why a position can't be honoured, as <c>reset</c> events say it.</summary>
internal static class ResetReason
{
    /// <summary>The log no longer holds it.</summary>
    public const string Retention = "retention";

    /// <summary>The cursor is of another log.</summary>
    public const string OtherLog = "other_log";

    /// <summary>The text is no cursor of ours.</summary>
    public const string Malformed = "malformed";

    /// <summary>It stands past the end of the log.</summary>
    public const string Ahead = "ahead";
}
