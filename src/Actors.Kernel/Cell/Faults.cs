namespace Actors.Kernel;

/// <summary>What only an actor has that failed, restarts, or supervises one that did.</summary>
internal sealed class Faults
{
    /// <summary>Who failed: the actor itself or a child whose failure it could not decide; <c>null</c> if all is well.</summary>
    internal IActorRef? FailedBy { get; set; }

    /// <summary>The restarts that the supervisor counted.</summary>
    internal RestartWindow? Restarts { get; set; }

    /// <summary>How failures of children are answered, as the present instance says.</summary>
    internal SupervisorStrategy? Strategy { get; set; }

    /// <summary>Orders that must wait.</summary>
    internal Queue<SystemMessage>? Waiting { get; set; }
}
