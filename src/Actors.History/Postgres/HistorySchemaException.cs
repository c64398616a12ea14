namespace Actors.History.Postgres;

/// <summary>The database's history is of a form that this program cannot use. The message says in one sentence what to do.</summary>
public sealed class HistorySchemaException : Exception
{
    /// <summary>Creates the exception.</summary>
    public HistorySchemaException()
    {
    }

    /// <summary>Creates the exception with a message for the operator.</summary>
    public HistorySchemaException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public HistorySchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
