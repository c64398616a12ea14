namespace Actors.Kernel;

/// <summary>What happens in a system, for whoever subscribes: dead letters, unhandled messages, log events, and the application's own. Safe to use from any thread.</summary>
public sealed class EventStream
{
    private readonly Lock _gate = new();
    private Subscription[] _subscriptions = [];

    internal EventStream()
    {
    }

    /// <summary>Tells <paramref name="subscriber"/> every event that is a <paramref name="channel"/>, until it unsubscribes or stops.</summary>
    /// <returns><c>false</c> if it was subscribed already.</returns>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            if (Array.Exists(_subscriptions, s => s.Channel == channel && s.Subscriber.Equals(subscriber)))
                return false;
            _subscriptions = [.. Array.FindAll(_subscriptions, s => !IsStopped(s.Subscriber)), new Subscription(subscriber, channel)];
            return true;
        }
    }

    /// <summary>Ends one subscription.</summary>
    /// <returns><c>false</c> if there was none.</returns>
    public bool Unsubscribe(IActorRef subscriber, Type channel) =>
        Remove(s => s.Channel == channel && s.Subscriber.Equals(subscriber));

    /// <summary>Ends all subscriptions of <paramref name="subscriber"/>.</summary>
    /// <returns><c>false</c> if there was none.</returns>
    public bool Unsubscribe(IActorRef subscriber) => Remove(s => s.Subscriber.Equals(subscriber));

    /// <summary>Tells <paramref name="event"/> to the subscribers of its type, in the order of their subscriptions.</summary>
    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (var (subscriber, channel) in Volatile.Read(ref _subscriptions))
        {
            // A dead subscriber's dead letters would come back here for ever.
            if (channel.IsInstanceOfType(@event) && !IsStopped(subscriber))
                subscriber.Tell(@event, ActorRefs.NoSender);
        }
    }

    private static bool IsStopped(IActorRef subscriber) => subscriber is IInternalActorRef { IsTerminated: true };

    private bool Remove(Predicate<Subscription> which)
    {
        lock (_gate)
        {
            var left = Array.FindAll(_subscriptions, s => !which(s));
            var removed = left.Length < _subscriptions.Length;
            _subscriptions = left;
            return removed;
        }
    }

    private readonly record struct Subscription(IActorRef Subscriber, Type Channel);
}
