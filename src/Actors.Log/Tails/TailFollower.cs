using System.Runtime.CompilerServices;

namespace Actors.Log.Tails;

/// <summary>
/// Follows a shard: from memory at its end, from pages before that. Costs an array for each batch. Offsets rise from batch to
/// batch and what lies between two batches is nothing, whatever the tail does meanwhile.
/// </summary>
/// <param name="tail">The shard's tail.</param>
/// <param name="pages">Where older records are.</param>
/// <param name="shard">The shard.</param>
/// <param name="from">The first offset that is wanted.</param>
/// <param name="left">Called once when the follower goes; null where nobody wants to know.</param>
internal sealed class TailFollower(ShardTail tail, IPageSource pages, int shard, long from, Action? left = null) : ILogFollower
{
    private const int BatchBytes = 256 * 1024;

    private readonly FollowerWait _wait = new();
    private long _next = from;
    private Action? _left = left;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LogBatch> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var answer = tail.Read(_next, BatchBytes, out var batch);
            if (answer is TailAnswer.Older or TailAnswer.Beyond)
            {
                batch = await pages.ReadAsync(shard, _next, BatchBytes, ct);
            }

            if (answer == TailAnswer.AtEnd || batch.Next == _next)
            {
                await WaitAsync(ct);
                continue;
            }

            _next = batch.Next;
            if (!batch.Entries.IsEmpty)
            {
                return batch;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        tail.Forget(_wait);
        Interlocked.Exchange(ref _left, null)?.Invoke();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(CancellationToken ct)
    {
        var wait = _wait.Begin();
        if (!tail.Sleep(_wait, _next))
        {
            _wait.Wake();
        }

        await using (ct.UnsafeRegister(static (state, token) => ((TailFollower)state!).Cancel(token), this))
        {
            await wait;
        }
    }

    private void Cancel(CancellationToken ct)
    {
        if (_wait.Cancel(ct))
        {
            tail.Forget(_wait);
        }
    }
}
