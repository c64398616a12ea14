namespace Actors.Kernel;

/// <summary>An actor did what its state does not allow.</summary>
public sealed class IllegalActorStateException : AkkaException
{
    /// <summary>With a reason.</summary>
    public IllegalActorStateException(string message)
        : base(message)
    {
    }
}
