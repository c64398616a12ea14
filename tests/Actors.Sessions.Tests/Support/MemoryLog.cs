using Actors.Log;

namespace Actors.Sessions.Tests.Support;

/// <summary>A log in memory: one list a shard, every call answered at once. Retention and faults are set by the test.</summary>
internal sealed class MemoryLog(int shardCount, uint logId = 7) : IDurableLog
{
    private readonly Lock _gate = new();
    private readonly List<LogRecord>[] _shards = [.. Enumerable.Range(0, shardCount).Select(_ => new List<LogRecord>())];
    private readonly long[] _first = new long[shardCount];
    private readonly long?[] _points = new long?[shardCount];
    private readonly List<TaskCompletionSource> _followers = [];

    public uint LogId => logId;

    public int ShardCount => shardCount;

    public bool IsDown { get; set; }

    public int Reads { get; private set; }

    public long Append(int shard, LogRecord record)
    {
        TaskCompletionSource[] waiting;
        long offset;
        lock (_gate)
        {
            _shards[shard].Add(record);
            offset = _shards[shard].Count - 1;
            waiting = [.. _followers];
            _followers.Clear();
        }

        // Outside: a follower that goes on here at once may wait again.
        Array.ForEach(waiting, f => f.TrySetResult());
        return offset;
    }

    public IReadOnlyList<LogRecord> Records(int shard) => _shards[shard];

    public void Trim(int shard, long first) => _first[shard] = first;

    public void SetPoint(int shard, long offset) => _points[shard] = offset;

    public ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct)
    {
        lock (_gate)
        {
            Reads++;
            var bounds = Bounds(shard);
            if (IsDown)
            {
                return ValueTask.FromException<LogBatch>(new LogUnavailableException("The log is down."));
            }

            if (from < bounds.First || from > bounds.Next)
            {
                return ValueTask.FromException<LogBatch>(new OffsetOutOfRangeException(shard, from, bounds));
            }

            List<LogEntry> entries = [];
            for (var (at, bytes) = (from, 0); at < bounds.Next && (bytes < maxBytes || entries.Count == 0); at++)
            {
                entries.Add(new LogEntry(at, 0, _shards[shard][(int)at]));
                bytes += entries[^1].Record.Value.Length + 1;
            }

            return ValueTask.FromResult(new LogBatch(shard, from, from + entries.Count, entries.ToArray()));
        }
    }

    public ILogFollower Follow(int shard, long from) => new Follower(this, shard, from);

    public ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct) => IsDown
        ? ValueTask.FromException<ShardBounds>(new LogUnavailableException("The log is down."))
        : ValueTask.FromResult(Bounds(shard));

    public ValueTask<long?> ReadPointAsync(int shard, CancellationToken ct) => ValueTask.FromResult(_points[shard]);

    public ValueTask<LogPosition> SubmitAsync(LogRecord command, CancellationToken ct) => throw new NotSupportedException();

    public Task RunAsync(IShardHost host, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<long> ClaimAsync(int shard, LogRecord claim, CancellationToken ct) => throw new NotSupportedException();

    public Task AppendAsync(int shard, LogRecord record, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask CommitPointAsync(int shard, long offset, long keepFrom, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ShardBounds Bounds(int shard) => new(_first[shard], _shards[shard].Count);

    private sealed class Follower(MemoryLog log, int shard, long from) : ILogFollower
    {
        private long _next = from;

        public async ValueTask<LogBatch> NextAsync(CancellationToken ct)
        {
            while (true)
            {
                Task moved;
                lock (log._gate)
                {
                    if (_next < log._shards[shard].Count)
                    {
                        break;
                    }

                    var wait = new TaskCompletionSource();
                    log._followers.Add(wait);
                    moved = wait.Task;
                }

                await moved.WaitAsync(ct);
            }

            var batch = await log.ReadAsync(shard, _next, 256 * 1024, ct);
            _next = batch.Next;
            return batch;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
