namespace Actors.Kernel;

/// <summary>A tick in the mailbox. It is the timer as well: one that was replaced is another object.</summary>
internal class TimerMessage(object key, object message, bool repeats, TimerScheduler owner) : IWrappedMessage, INoSerializationVerificationNeeded
{
    internal object Key => key;

    public object Message => message;

    internal bool Repeats => repeats;

    internal ICancelable? Pending { get; set; }

    /// <summary>The message that is due, or <c>null</c> if the timer has ended or belongs to an instance before this one.</summary>
    internal object? Accept(ActorBase? actor) =>
        actor is IWithTimers timing && ReferenceEquals(timing.Timers, owner) && owner.Accept(this) ? message : null;
}

/// <summary>A tick that does not start the receive timeout anew.</summary>
internal sealed class QuietTimerMessage(object key, object message, bool repeats, TimerScheduler owner)
    : TimerMessage(key, message, repeats, owner), INotInfluenceReceiveTimeout;
