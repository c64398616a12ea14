namespace Actors.Kernel.TestKit;

/// <summary>Keeps what it is told for the test.</summary>
internal sealed class TestActor(ReceivedMessages received) : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case WatchRequest watch:
                Context.Watch(watch.Subject);
                watch.Done.TrySetResult();
                return true;
            case UnwatchRequest unwatch:
                Context.Unwatch(unwatch.Subject);
                unwatch.Done.TrySetResult();
                return true;
        }

        if (received.AutoPilot is not Kernel.TestKit.NoAutoPilot)
        {
            var next = received.AutoPilot.Run(Sender, message);
            if (next is not KeepRunning)
                received.AutoPilot = next;
        }

        if (received.Ignore is not { } ignore || !ignore(message))
            received.Add(new RealMessageEnvelope(message, Sender));
        return true;
    }

    internal sealed record WatchRequest(IActorRef Subject, TaskCompletionSource Done);

    internal sealed record UnwatchRequest(IActorRef Subject, TaskCompletionSource Done);
}
