namespace Actors.Kernel;

/// <summary>An <c>Ask</c> was not answered in time.</summary>
public sealed class AskTimeoutException : AkkaException
{
    /// <summary>With a reason.</summary>
    public AskTimeoutException(string message)
        : base(message)
    {
    }
}
