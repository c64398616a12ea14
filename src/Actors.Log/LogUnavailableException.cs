namespace Actors.Log;

/// <summary>
/// The log, or what follows it (a derived type says which), does not answer or does not take records now. Whether an append that
/// failed with it will land is unknown.
/// </summary>
public class LogUnavailableException : IOException
{
    /// <summary>Creates the exception.</summary>
    public LogUnavailableException()
    {
    }

    /// <summary>Creates the exception with a message for the log and the operator.</summary>
    public LogUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public LogUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
