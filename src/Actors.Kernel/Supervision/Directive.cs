namespace Actors.Kernel;

/// <summary>How a supervisor answers a failure.</summary>
public enum Directive
{
    /// <summary>The failed message is dropped and the actor goes on with its state.</summary>
    Resume,

    /// <summary>The failed message is dropped and the instance replaced; the mailbox stays.</summary>
    Restart,

    /// <summary>The supervisor fails itself.</summary>
    Escalate,

    /// <summary>The actor stops.</summary>
    Stop,
}
