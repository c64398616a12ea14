namespace Actors.Kernel;

/// <summary>An actor with a stash whose capacity its mailbox's configuration may bound (<c>stash-capacity</c>).</summary>
public interface IWithStash : IActorStash;
