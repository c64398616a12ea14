using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// What waits to be published on one link. Publishers only add to a list; the thread pool hands over what has gathered by then,
/// so the events of one commit become one write to the socket: one by one each would cost several times as much, here and in
/// Redis. Bounded by the bytes that Redis has not answered yet. Thread-safe; keeps the order of calls.
/// </summary>
internal sealed class RedisOutbox(IDatabase database, long maxPendingBytes, Action<string> failed) : IThreadPoolWorkItem
{
    /// <summary>After so many bytes Redis is asked for an answer: often enough to bound what waits, rare enough to cost nothing.</summary>
    private const long MarkBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private List<(byte[] Channel, byte[] Message)> _gathering = [];
    private List<(byte[] Channel, byte[] Message)> _sending = [];
    private long _pending;
    private long _unmarked;
    private bool _isScheduled;

    /// <summary>False when as much waits as may.</summary>
    internal bool HasRoom => Volatile.Read(ref _pending) < maxPendingBytes;

    /// <summary>Takes a message without waiting; false when there is no room for it.</summary>
    internal bool TryAdd(byte[] channel, byte[] message)
    {
        var length = channel.Length + message.Length;
        lock (_gate)
        {
            if (_pending + length > maxPendingBytes)
            {
                return false;
            }

            _pending += length;
            _gathering.Add((channel, message));
            if (_isScheduled)
            {
                return true;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Hands over what has gathered, until there is nothing more.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            lock (_gate)
            {
                (_gathering, _sending) = (_sending, _gathering);
                _isScheduled = _sending.Count > 0;
                if (!_isScheduled)
                {
                    return;
                }
            }

            try
            {
                Send();
            }
            catch (Exception e) when (e is RedisException or ObjectDisposedException)
            {
                failed(e.Message);
            }

            _sending.Clear();
        }
    }

    private void Send()
    {
        var batch = database.CreateBatch();
        foreach (var (channel, message) in _sending)
        {
            _unmarked += channel.Length + message.Length;
            if (_unmarked < MarkBytes)
            {
                _ = batch.PublishAsync(channel, message, CommandFlags.FireAndForget);
            }
            else
            {
                _ = MarkAsync(batch.PublishAsync(channel, message), _unmarked);
                _unmarked = 0;
            }
        }

        batch.Execute();
    }

    private async Task MarkAsync(Task<long> answer, long bytes)
    {
        try
        {
            await answer;
            lock (_gate)
            {
                _pending -= bytes;
            }
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException or TaskCanceledException)
        {
            failed(e.Message);
        }
    }
}
