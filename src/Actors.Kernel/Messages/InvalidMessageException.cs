namespace Actors.Kernel;

/// <summary>A message was <c>null</c>.</summary>
public sealed class InvalidMessageException : AkkaException
{
    /// <summary>With a reason.</summary>
    public InvalidMessageException(string message)
        : base(message)
    {
    }
}
