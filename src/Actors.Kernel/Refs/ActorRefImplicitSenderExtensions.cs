namespace Actors.Kernel;

/// <summary>Telling with the current actor as sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Tells with the actor that runs on this thread as sender, or with none outside of actors.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Self);

    /// <summary>Passes <paramref name="message"/> on with the sender of the message that the current actor is handling.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}
