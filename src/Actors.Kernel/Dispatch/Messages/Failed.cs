namespace Actors.Kernel;

/// <summary><paramref name="child"/> has failed: to its supervisor.</summary>
internal sealed class Failed(LocalActorRef child, Exception cause) : SystemMessage
{
    internal LocalActorRef Child => child;

    internal Exception Cause => cause;
}
