namespace Actors.Log;

/// <summary>
/// A record's header is of a format version that this node does not know, is sealed with a key that it cannot use, or is no
/// header at all. A node that meets one gives the shard up: going on would show a hole as if it were nothing.
/// </summary>
public sealed class RecordFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public RecordFormatException()
    {
    }

    /// <summary>Creates the exception with a message for the log and the operator.</summary>
    public RecordFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public RecordFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// True when the bytes are a header of no format at all, so that no node can read it: cut off or empty. A log in which
    /// others may write skips such a record.
    /// </summary>
    public bool IsCut { get; init; }
}
