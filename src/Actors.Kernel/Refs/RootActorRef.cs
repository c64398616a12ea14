namespace Actors.Kernel;

/// <summary>What stands above the guardians: it ends the system when they have ended, the user's actors first.</summary>
internal sealed class RootActorRef(ActorSystem system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    public override ActorSystem System => system;

    public override void Tell(object message, IActorRef? sender) => system.DeadLetters.Tell(message, sender);

    public override void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification { Actor: var actor } when ReferenceEquals(actor, system.UserGuardian):
                system.SystemGuardian.SendSystemMessage(new Terminate());
                break;
            case DeathWatchNotification { Actor: var actor } when ReferenceEquals(actor, system.SystemGuardian):
                system.FinishTermination();
                break;
            case Failed { Child: var child, Cause: var cause }:
                // A guardian escalates only what its strategy cannot decide: nothing below it can go on.
                system.EventStream.Publish(new Error(cause, child.Path.ToString(), typeof(RootActorRef), "A guardian failed; the actor system terminates."));
                system.UserGuardian.SendSystemMessage(new Terminate());
                break;
            default:
                DeadLetterActorRef.Undelivered(message, this);
                break;
        }
    }
}
