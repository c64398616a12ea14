namespace Actors.Kernel;

/// <summary>How an actor answers failures of its children.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Stop for what cannot be made, was killed, or broke a death pact; restart for everything else.</summary>
    public static readonly IDecider DefaultDecider = new LocalOnlyDecider(cause => cause switch
    {
        ActorInitializationException or ActorKilledException or DeathPactException => Directive.Stop,
        _ => Directive.Restart,
    });

    /// <summary>One for one by <see cref="DefaultDecider"/>, without limit.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>One for one that stops.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private protected SupervisorStrategy()
    {
    }

    /// <summary>Chooses the answer.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Whether failures are written to the log.</summary>
    protected bool LoggingEnabled { get; init; } = true;

    /// <summary>Answers a failure.</summary>
    /// <returns><c>false</c> to escalate.</returns>
    internal bool HandleFailure(ActorCell supervisor, LocalActorRef child, Exception cause)
    {
        var directive = Decider.Decide(cause);
        LogFailure(supervisor, child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.SendSystemMessage(new Resume(cause));
                return true;
            case Directive.Restart:
                ProcessFailure(supervisor, restart: true, child, cause);
                return true;
            case Directive.Stop:
                ProcessFailure(supervisor, restart: false, child, cause);
                return true;
            default:
                return false;
        }
    }

    private protected abstract void ProcessFailure(ActorCell supervisor, bool restart, LocalActorRef child, Exception cause);

    private void LogFailure(ActorCell supervisor, LocalActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate)
            return;
        var said = (cause is ActorInitializationException { InnerException: { } inner } ? inner : cause).Message;
        LogEvent line = directive == Directive.Resume
            ? new Warning(cause, child.Path.ToString(), GetType(), said)
            : new Error(cause, child.Path.ToString(), GetType(), said);
        supervisor.SystemImpl.Publish(line);
    }
}
