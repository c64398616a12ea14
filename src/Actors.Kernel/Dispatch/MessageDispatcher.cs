namespace Actors.Kernel;

/// <summary>Gives mailboxes their turns.</summary>
public abstract class MessageDispatcher
{
    private protected MessageDispatcher(int throughput) => Throughput = throughput;

    /// <summary>How many messages of one mailbox are handled before others get their turn.</summary>
    internal int Throughput { get; }

    /// <summary>Where the continuations go of code that runs outside of asynchronous handlers; <c>null</c> for the thread pool.</summary>
    internal virtual SynchronizationContext? Context => null;

    internal abstract void Schedule(Mailbox mailbox);

    /// <summary>After a full turn: behind those that wait already.</summary>
    internal abstract void ScheduleAgain(Mailbox mailbox);
}
