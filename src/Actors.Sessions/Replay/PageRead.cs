using Actors.Sessions.Windows;

namespace Actors.Sessions.Replay;

/// <summary>One read of a page, for all who want it.</summary>
internal sealed class PageRead(int shard, long from, HeadView head)
{
    // Whoever waits is only told a message, so the reader's own thread may run what follows.
    private readonly TaskCompletionSource<ReplayPage> _done = new();

    public (int Shard, long From) Key => (shard, from);

    public HeadView Head => head;

    public Task<ReplayPage> Done => _done.Task;

    public void Succeed(ReplayPage page) => _done.SetResult(page);

    public void Fail(Exception error) => _done.SetException(error);
}
