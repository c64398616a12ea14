namespace Actors.Kernel;

/// <summary>Something that takes messages.</summary>
public interface ICanTell
{
    /// <summary>Puts <paramref name="message"/> into the mailbox and returns at once. Messages of one sender to one receiver arrive in the order of the calls.</summary>
    /// <param name="message">Any object but <c>null</c>; treat it as immutable from now on.</param>
    /// <param name="sender">What the receiver sees as its sender; <c>null</c> for none.</param>
    void Tell(object message, IActorRef? sender);
}
