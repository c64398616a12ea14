using System.Runtime.CompilerServices;

namespace Actors.Log.Sqlite;

/// <summary>Follows a shard: from memory at its end, from the file before that. Costs an array for each batch.</summary>
internal sealed class SqliteFollower(SqliteLog log, ShardTail tail, int shard, long from) : ILogFollower
{
    private const int BatchBytes = 256 * 1024;

    private readonly FollowerWait _wait = new();
    private long _next = from;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LogBatch> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var batch = await log.ReadAsync(shard, _next, BatchBytes, ct);
            if (!batch.Entries.IsEmpty)
            {
                _next = batch.Next;
                return batch;
            }

            await WaitAsync(ct);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        tail.Forget(_wait);
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

        await using (ct.UnsafeRegister(static (state, token) => ((SqliteFollower)state!).Cancel(token), this))
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
