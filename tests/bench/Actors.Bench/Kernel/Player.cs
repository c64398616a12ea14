namespace Actors.Bench.Kernel;

/// <summary>Sends each ball back to where it came from, until it has had its share.</summary>
internal sealed class Player : ReceiveActor
{
    private int _left;

    public Player(int count, TaskCompletionSource done)
    {
        _left = count;
        Receive<Ball>(ball =>
        {
            if (--_left == 0) done.TrySetResult();
            else Sender.Tell(ball);
        });
    }
}
