using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// What waits to be published on one link. Publishers only add to a list; the thread pool hands over what has gathered by then,
/// so the events of one commit become one write to the socket: one by one each would cost several times as much, here and in
/// Redis. Under load a write follows the last one after a pause, because waking everybody for a few events is most of what they
/// cost. Bounded by the bytes that Redis has not answered yet. Thread-safe; keeps the order of calls.
/// </summary>
internal sealed class RedisOutbox : IThreadPoolWorkItem, IDisposable
{
    /// <summary>After so many bytes Redis is asked for an answer: often enough to bound what waits, rare enough to cost nothing.</summary>
    private const long MarkBytes = 64 * 1024;

    /// <summary>
    /// The least and the most time between two writes: local streams have their frames already, those of other nodes wait so long
    /// at most. The more a write had to carry, the later the next one.
    /// </summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PausePerMessage = TimeSpan.FromMilliseconds(0.25);

    private readonly IDatabase _database;
    private readonly long _maxPendingBytes;
    private readonly Action<string> _failed;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private List<RedisMessage> _gathering = [];
    private List<RedisMessage> _sending = [];
    private long _pending;
    private long _unmarked;
    private bool _isScheduled;
    private long _sentAt;
    private long _pause = LeastPause.Ticks;

    internal RedisOutbox(IDatabase database, long maxPendingBytes, Action<string> failed, TimeProvider time)
    {
        (_database, _maxPendingBytes, _failed, _time) = (database, maxPendingBytes, failed, time);
        _timer = time.CreateTimer(static self => ((IThreadPoolWorkItem)self!).Execute(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False when as much waits as may.</summary>
    internal bool HasRoom => Volatile.Read(ref _pending) < _maxPendingBytes;

    /// <summary>Takes a message without waiting; false when there is no room for it.</summary>
    internal bool TryAdd(in RedisMessage message)
    {
        lock (_gate)
        {
            if (_pending + message.Length > _maxPendingBytes)
            {
                return false;
            }

            _pending += message.Length;
            _gathering.Add(message);
            if (_isScheduled)
            {
                return true;
            }

            _isScheduled = true;
        }

        var left = TimeSpan.FromTicks(Volatile.Read(ref _pause)) - _time.GetElapsedTime(Volatile.Read(ref _sentAt));
        if (left > TimeSpan.Zero)
        {
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return true;
    }

    /// <summary>Ends the pauses; what is gathered then is not sent.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Hands over what has gathered; what came meanwhile goes after a pause.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            (_gathering, _sending) = (_sending, _gathering);
        }

        try
        {
            Send();
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException)
        {
            _failed(e.Message);
        }

        var pause = Math.Clamp(_sending.Count * PausePerMessage.Ticks, LeastPause.Ticks, MostPause.Ticks);
        _sending.Clear();
        Volatile.Write(ref _pause, pause);
        Volatile.Write(ref _sentAt, _time.GetTimestamp());
        lock (_gate)
        {
            _isScheduled = _gathering.Count > 0;
            if (!_isScheduled)
            {
                return;
            }
        }

        _timer.Change(TimeSpan.FromTicks(pause), Timeout.InfiniteTimeSpan);
    }

    private void Send()
    {
        var batch = _database.CreateBatch();
        foreach (var message in _sending)
        {
            _unmarked += message.Length;
            if (_unmarked < MarkBytes && message.Question is null)
            {
                _ = batch.PublishAsync(message.Channel, message.Body, CommandFlags.FireAndForget);
            }
            else
            {
                _ = AnsweredAsync(batch.PublishAsync(message.Channel, message.Body), _unmarked, message.Question);
                _unmarked = 0;
            }
        }

        batch.Execute();
    }

    private async Task AnsweredAsync(Task<long> answer, long bytes, AudienceQuestion? question)
    {
        try
        {
            var receivers = await answer;
            question?.Answered(receivers);
            lock (_gate)
            {
                _pending -= bytes;
            }
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException or TaskCanceledException)
        {
            _failed(e.Message);
        }
    }
}
