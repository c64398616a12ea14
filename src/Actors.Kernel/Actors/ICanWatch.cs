namespace Actors.Kernel;

/// <summary>Watches the end of actors.</summary>
public interface ICanWatch
{
    /// <summary>Asks to be told <see cref="Terminated"/> when <paramref name="subject"/> has stopped, at once if it has already. Watching twice is watching once.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Like <see cref="Watch"/>, but to be told <paramref name="message"/> instead.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Ends the watching. A <see cref="Terminated"/> already in the mailbox is not delivered any more.</summary>
    IActorRef Unwatch(IActorRef subject);
}
