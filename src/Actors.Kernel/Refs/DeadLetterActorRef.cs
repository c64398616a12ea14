namespace Actors.Kernel;

/// <summary>Where messages go that nobody can take: they are published as <see cref="DeadLetter"/> on the event stream.</summary>
internal sealed class DeadLetterActorRef(ActorSystem system, ActorPath path) : ActorRefBase
{
    private readonly DeadLetterLog _log = new(system);

    public override ActorPath Path => path;

    public override ActorSystem System => system;

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is null)
            throw new InvalidMessageException("A message must not be null.");
        Publish(message as AllDeadLetters ?? Wrap(message, sender, this));
    }

    /// <summary>A message that <paramref name="recipient"/> can no longer take.</summary>
    internal void Undelivered(object message, IActorRef? sender, IActorRef recipient) =>
        Publish(message as AllDeadLetters ?? Wrap(message, sender, recipient));

    /// <summary>A system message to an actor that has stopped. Who wants to watch the dead is told at once.</summary>
    internal static void Undelivered(SystemMessage message, IInternalActorRef recipient)
    {
        if (message is Watch watch)
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(recipient, existenceConfirmed: false));
    }

    private AllDeadLetters Wrap(object message, IActorRef? sender, IActorRef recipient) => message is IDeadLetterSuppression quiet
        ? new SuppressedDeadLetter(quiet, sender ?? this, recipient)
        : new DeadLetter(message, sender ?? this, recipient);

    private void Publish(AllDeadLetters letter)
    {
        if (letter is DeadLetter)
            KernelMetrics.DeadLetters.Add(1);
        system.EventStream.Publish(letter);
        _log.Note(letter);
    }
}
