using Actors.Log;

namespace Actors.History;

/// <summary>
/// The history cannot be asked or stored now; the log may well take records. The message is for the node's log and the operator
/// alone: it may hold what a database's driver says, with addresses and names of accounts.
/// </summary>
public sealed class HistoryUnavailableException : LogUnavailableException
{
    /// <summary>Creates the exception.</summary>
    public HistoryUnavailableException()
    {
    }

    /// <summary>Creates the exception with a message for the log and the operator.</summary>
    public HistoryUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public HistoryUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
