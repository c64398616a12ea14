using Actors.Log;

namespace Actors.Simulation.Log;

/// <summary>Follows a simulated shard for one node: hears nothing while the node is paused, and never again once it is dead.</summary>
internal sealed class SimulatedFollower : ILogFollower
{
    private readonly LogConnection _connection;
    private readonly SimulatedShard _shard;
    private TaskCompletionSource<LogBatch>? _waiting;
    private long _next;

    internal SimulatedFollower(LogConnection connection, SimulatedShard shard, long from)
    {
        (_connection, _shard, _next) = (connection, shard, from);
        shard.Appended += Pump;
    }

    public ValueTask<LogBatch> NextAsync(CancellationToken ct)
    {
        var waiting = _waiting = new TaskCompletionSource<LogBatch>();
        ct.Register(() => waiting.TrySetCanceled(ct));
        Pump();
        return new ValueTask<LogBatch>(waiting.Task);
    }

    public ValueTask DisposeAsync()
    {
        Detach();
        return ValueTask.CompletedTask;
    }

    internal void Detach()
    {
        _shard.Appended -= Pump;
        _connection.Forget(this);
    }

    internal void Pump()
    {
        if (_waiting is not { } waiting || _connection.IsPaused || _connection.IsCut)
        {
            return;
        }

        try
        {
            var batch = _connection.Understand(_shard.Read(_next, _connection.PageRecords()));
            if (batch.Entries.IsEmpty)
            {
                return;
            }

            (_waiting, _next) = (null, batch.Next);
            waiting.TrySetResult(batch);
        }
        catch (Exception e) when (e is OffsetOutOfRangeException or RecordFormatException)
        {
            _waiting = null;
            waiting.TrySetException(e);
        }
    }
}
