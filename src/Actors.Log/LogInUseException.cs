namespace Actors.Log;

/// <summary>Somebody else has this log open; it can have one process only. The message says in one sentence what to do.</summary>
public sealed class LogInUseException : IOException
{
    /// <summary>Creates the exception.</summary>
    public LogInUseException()
    {
    }

    /// <summary>Creates the exception with a message for the operator.</summary>
    public LogInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public LogInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
