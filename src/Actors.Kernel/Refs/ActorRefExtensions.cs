namespace Actors.Kernel;

/// <summary>Questions about references.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether <paramref name="actorRef"/> is <c>null</c> or <see cref="ActorRefs.Nobody"/>.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;
}
