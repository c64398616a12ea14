namespace Actors.Log;

/// <summary>A record's stamp is not the claim in force.</summary>
public sealed class StaleClaimException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public StaleClaimException()
    {
    }

    /// <summary>Creates the exception with a message for the log and the operator.</summary>
    public StaleClaimException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public StaleClaimException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
