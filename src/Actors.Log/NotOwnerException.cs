namespace Actors.Log;

/// <summary>The placement of shards says that the shard is not this node's.</summary>
public sealed class NotOwnerException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public NotOwnerException()
    {
    }

    /// <summary>Creates the exception with a message for the log and the operator.</summary>
    public NotOwnerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public NotOwnerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
