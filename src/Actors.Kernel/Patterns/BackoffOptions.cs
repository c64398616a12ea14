namespace Actors.Kernel;

/// <summary>Options of a <see cref="BackoffSupervisor"/>. Immutable.</summary>
public sealed class BackoffOptions
{
    internal BackoffOptions(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries, bool onFailure)
    {
        ArgumentNullException.ThrowIfNull(childProps);
        ArgumentException.ThrowIfNullOrEmpty(childName);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBackoff, minBackoff);
        if (randomFactor is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(randomFactor), randomFactor, "From 0 to 1.");
        ChildProps = childProps;
        ChildName = childName;
        MinBackoff = minBackoff;
        MaxBackoff = maxBackoff;
        RandomFactor = randomFactor;
        MaxNrOfRetries = maxNrOfRetries;
        IsOnFailure = onFailure;
        AutoReset = minBackoff;
    }

    private BackoffOptions(BackoffOptions copy)
        : this(copy.ChildProps, copy.ChildName, copy.MinBackoff, copy.MaxBackoff, copy.RandomFactor, copy.MaxNrOfRetries, copy.IsOnFailure)
    {
        AutoReset = copy.AutoReset;
        Strategy = copy.Strategy;
        ReplyWhileStopped = copy.ReplyWhileStopped;
    }

    internal Props ChildProps { get; }

    internal string ChildName { get; }

    internal TimeSpan MinBackoff { get; }

    internal TimeSpan MaxBackoff { get; }

    internal double RandomFactor { get; }

    internal int MaxNrOfRetries { get; private init; }

    internal bool IsOnFailure { get; }

    internal TimeSpan? AutoReset { get; private init; }

    internal OneForOneStrategy? Strategy { get; private init; }

    internal object? ReplyWhileStopped { get; private init; }

    /// <summary>A child that lives for <paramref name="resetBackoff"/> begins with the shortest wait again; by default the shortest wait is that time.</summary>
    public BackoffOptions WithAutoReset(TimeSpan resetBackoff) => new(this) { AutoReset = resetBackoff };

    /// <summary>Only a <see cref="BackoffSupervisor.Reset"/> from the child begins with the shortest wait again.</summary>
    public BackoffOptions WithManualReset() => new(this) { AutoReset = null };

    /// <summary>How often in a row; -1 for any number.</summary>
    public BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) => new(this) { MaxNrOfRetries = maxNrOfRetries };

    /// <summary>Answers failures of the child by <paramref name="supervisorStrategy"/>.</summary>
    public BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) => new(this) { Strategy = supervisorStrategy };

    /// <summary>Every failure stops the child.</summary>
    public BackoffOptions WithDefaultStoppingStrategy() => new(this) { Strategy = SupervisorStrategy.StoppingStrategy };

    /// <summary>Who tells the child something while there is none gets this answer; else the message is a dead letter.</summary>
    public BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => new(this) { ReplyWhileStopped = replyWhileStopped };

    /// <summary>The wait before the start that follows <paramref name="restarts"/> earlier ones in a row.</summary>
    /// <param name="restarts">From 0.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal TimeSpan Delay(int restarts, double chance)
    {
        // Doubled thirty times, every sensible shortest wait is past the longest.
        var grown = restarts >= 30 ? MaxBackoff : MinBackoff * Math.Pow(2, restarts);
        return (grown < MaxBackoff ? grown : MaxBackoff) * (1 + (chance * RandomFactor));
    }
}
