namespace Actors.Kernel;

/// <summary>A message that will be told.</summary>
internal sealed class PlannedTell(ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) : Planned(cancelable)
{
    private protected override void Do() => receiver.Tell(message, sender);
}
