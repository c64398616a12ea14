namespace Actors.Kernel;

/// <summary>An actor was told <see cref="Kill"/>.</summary>
public sealed class ActorKilledException : AkkaException
{
    /// <summary>With a reason.</summary>
    public ActorKilledException(string message)
        : base(message)
    {
    }
}
