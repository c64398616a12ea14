namespace Actors.Kernel;

/// <summary>Answers a failure for the child that failed.</summary>
public sealed class OneForOneStrategy : SupervisorStrategy
{
    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (<c>null</c> or -1: any number) within <paramref name="withinTimeRange"/> (<c>null</c>: ever), then a stop.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries, withinTimeRange, new LocalOnlyDecider(localOnlyDecider))
    {
    }

    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (<c>null</c> or -1: any number) within <paramref name="withinTimeRange"/> (<c>null</c>: ever), then a stop.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, decider)
    {
    }

    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (-1: any number) within <paramref name="withinTimeMilliseconds"/> (-1: ever), then a stop.</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (-1: any number) within <paramref name="withinTimeMilliseconds"/> (-1: ever), then a stop.</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Any number of restarts.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <summary>Any number of restarts.</summary>
    public OneForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>-1 for any number.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>In milliseconds; -1 for ever.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    private protected override void ProcessFailure(ActorCell supervisor, bool restart, LocalActorRef child, Exception cause)
    {
        if (restart && child.Cell.MayRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds))
            child.SendSystemMessage(new Recreate(cause));
        else
            supervisor.Stop(child);
    }
}
