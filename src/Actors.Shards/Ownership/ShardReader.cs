using Actors.Log;

namespace Actors.Shards.Ownership;

/// <summary>
/// Reads the shard onwards for its owner: one read at a time, whose batch comes to the actor as a message. The batch that is
/// being worked on stays here while the owner waits for an acknowledgement or a claim.
/// </summary>
internal sealed class ShardReader(IActorRef owner)
{
    private ILogFollower? _follower;
    private CancellationTokenSource? _cancel;
    private Task _outstanding = Task.CompletedTask;
    private int _generation;
    private bool _isAsked;

    /// <summary>The batch that is being worked on; null while none is.</summary>
    internal LogBatch? Batch { get; private set; }

    /// <summary>True when no batch is in hand and none was asked for.</summary>
    internal bool IsIdle => Batch is null && !_isAsked;

    /// <summary>The index of its next entry.</summary>
    internal int Index { get; set; }

    /// <summary>Where the next reading begins.</summary>
    internal long Next { get; private set; }

    /// <summary>Begins anew at an offset, with a first <see cref="Pull"/> to come; what was under way is forgotten.</summary>
    internal void Open(IDurableLog log, int shard, long from)
    {
        Close();
        Next = from;
        _cancel = new CancellationTokenSource();
        _follower = log.Follow(shard, from);
    }

    /// <summary>The batch in hand is done, and the next one is asked for later.</summary>
    internal void Pause() => Batch = null;

    /// <summary>Asks for the next batch.</summary>
    internal void Pull()
    {
        Batch = null;
        _isAsked = true;
        var generation = _generation;
        var read = ReadAsync(_follower!, _cancel!.Token);
        _outstanding = read;
        _ = read.PipeTo(
            owner,
            owner,
            batch => new BatchRead(batch, generation),
            cause => new ReadFailed(cause, generation));
    }

    /// <summary>Takes a batch that came; false for one of an earlier reading.</summary>
    internal bool TryTake(BatchRead read)
    {
        if (read.Generation != _generation)
        {
            return false;
        }

        (Batch, Index, Next, _isAsked) = (read.Batch, 0, read.Batch.Next, false);
        return true;
    }

    /// <summary>Takes a failure: no batch will come. False for one of an earlier reading.</summary>
    internal bool TryTake(ReadFailed failed)
    {
        if (failed.Generation != _generation)
        {
            return false;
        }

        _isAsked = false;
        return true;
    }

    /// <summary>Ends the reading.</summary>
    internal void Close()
    {
        _generation++;
        (Batch, _isAsked) = (null, false);
        if (_follower is { } follower)
        {
            _ = CloseAsync(follower, _cancel!, _outstanding);
            _follower = null;
        }
    }

    private static async Task<LogBatch> ReadAsync(ILogFollower follower, CancellationToken ct) => await follower.NextAsync(ct);

    // A follower serves one reader at a time: it is disposed when its last read has ended, however it ended.
    private static async Task CloseAsync(ILogFollower follower, CancellationTokenSource cancel, Task outstanding)
    {
        cancel.Cancel();
        await outstanding.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await follower.DisposeAsync();
        cancel.Dispose();
    }

    /// <summary>A batch came.</summary>
    internal sealed record BatchRead(LogBatch Batch, int Generation);

    /// <summary>A read failed.</summary>
    internal sealed record ReadFailed(Exception Cause, int Generation);
}
