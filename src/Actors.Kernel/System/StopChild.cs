namespace Actors.Kernel;

/// <summary>Asks a guardian to stop one of its children.</summary>
internal sealed record StopChild(LocalActorRef Child) : IDeadLetterSuppression;
