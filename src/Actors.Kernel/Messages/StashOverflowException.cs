namespace Actors.Kernel;

/// <summary>A stash with a capacity is full.</summary>
public sealed class StashOverflowException : AkkaException
{
    /// <summary>With a reason and what caused it.</summary>
    public StashOverflowException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
