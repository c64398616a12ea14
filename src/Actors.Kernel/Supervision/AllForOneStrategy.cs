namespace Actors.Kernel;

/// <summary>Answers a failure of one child for all of them.</summary>
public sealed class AllForOneStrategy : SupervisorStrategy
{
    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (<c>null</c> or -1: any number) within <paramref name="withinTimeRange"/> (<c>null</c>: ever), then a stop.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, localOnlyDecider)
    {
    }

    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (-1: any number) within <paramref name="withinTimeMilliseconds"/> (-1: ever), then a stop.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>At most <paramref name="maxNrOfRetries"/> restarts (-1: any number) within <paramref name="withinTimeMilliseconds"/> (-1: ever), then a stop.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Any number of restarts.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
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
        var children = supervisor.ChildRefs;
        if (restart && children.All(c => c.Cell.MayRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds)))
        {
            foreach (var each in children)
            {
                if (!ReferenceEquals(each, child))
                    each.SendSystemMessage(new Suspend());
                each.SendSystemMessage(new Recreate(cause));
            }
        }
        else
        {
            foreach (var each in children)
                supervisor.Stop(each);
        }
    }
}
