namespace Actors.Kernel;

/// <summary>What the actor engine throws.</summary>
public abstract class AkkaException : Exception
{
    private protected AkkaException()
    {
    }

    private protected AkkaException(string message)
        : base(message)
    {
    }

    private protected AkkaException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
