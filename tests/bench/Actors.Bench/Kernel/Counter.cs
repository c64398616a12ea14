namespace Actors.Bench.Kernel;

/// <summary>Counts messages and tells when it has had all of them.</summary>
internal sealed class Counter : ReceiveActor
{
    private long _left;

    public Counter(long count, TaskCompletionSource done)
    {
        _left = count;
        Receive<Ball>(_ =>
        {
            if (--_left == 0) done.SetResult();
        });
    }
}
