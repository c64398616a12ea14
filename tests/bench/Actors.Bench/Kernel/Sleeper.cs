namespace Actors.Bench.Kernel;

/// <summary>Signals a countdown at each message, and sleeps otherwise.</summary>
internal sealed class Sleeper : ReceiveActor
{
    public Sleeper(Countdown countdown) => Receive<Ball>(_ => countdown.Signal());
}
