namespace Actors.Kernel;

/// <summary>References that stand for the absence of an actor.</summary>
public static class ActorRefs
{
    /// <summary>A reference of no actor.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>No sender: <c>null</c>. A receiver that looks at its sender sees the dead letters.</summary>
    public static readonly IActorRef? NoSender;
}
