namespace Actors.Kernel;

/// <summary>A name is empty, has symbols that a name may not have, or is taken.</summary>
public sealed class InvalidActorNameException : AkkaException
{
    /// <summary>With a reason.</summary>
    public InvalidActorNameException(string message)
        : base(message)
    {
    }
}
