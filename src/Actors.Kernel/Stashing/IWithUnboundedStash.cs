namespace Actors.Kernel;

/// <summary>An actor with a stash without bound.</summary>
public interface IWithUnboundedStash : IActorStash;
