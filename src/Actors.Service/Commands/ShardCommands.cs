using Actors.Live;
using Actors.Log;

namespace Actors.Service.Commands;

/// <summary>The commands that this node has appended to one shard and that wait. Thread-safe.</summary>
internal sealed class ShardCommands(int shard, TimeProvider time)
{
    private const int PageBytes = 256 * 1024;

    /// <summary>What a request at the limit waits for at most, before it is answered from what is known by then.</summary>
    private const int MaxPages = 64;

    /// <summary>Requests at the limit come in thousands; the log is asked for all of them together.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // Offsets of this node's commands that nobody has called answered, by about rising offset.
    private readonly Queue<long> _own = new();
    private long _answered = -1;
    private long _readTo;
    private long? _lookedAt;
    private long? _heardAt;
    private Task _looking = Task.CompletedTask;

    /// <summary>How many wait.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _own.Count;
            }
        }
    }

    /// <summary>This node has appended a command.</summary>
    public void Added(long offset)
    {
        lock (_lock)
        {
            if (offset > _answered)
            {
                _own.Enqueue(offset);
            }
        }
    }

    /// <summary>The owner says how far it is.</summary>
    public void Heard(Digest digest)
    {
        lock (_lock)
        {
            _heardAt = time.GetTimestamp();
            Answered(digest.Answered);
        }
    }

    /// <summary>True when the owner was not heard for so long, or never.</summary>
    public bool IsSilentFor(TimeSpan span)
    {
        lock (_lock)
        {
            return _heardAt is not { } last || time.GetElapsedTime(last) > span;
        }
    }

    /// <summary>
    /// Finds in the log what has been answered. Reads every record once at most, however often it is asked. The answer of a
    /// writer that is dead counts too: what it answered will be answered, and until then room is given that is not there.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public Task LookAsync(IDurableLog log)
    {
        lock (_lock)
        {
            if (_looking.IsCompleted && (_lookedAt is not { } last || time.GetElapsedTime(last) >= LookInterval))
            {
                _lookedAt = time.GetTimestamp();
                _looking = ReadAsync(log);
            }

            return _looking;
        }
    }

    private async Task ReadAsync(IDurableLog log)
    {
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var from = From();
            try
            {
                var batch = await log.ReadAsync(shard, from, PageBytes, CancellationToken.None);
                Read(batch);
                if (batch.Entries.Length == 0)
                {
                    return;
                }
            }
            catch (OffsetOutOfRangeException e)
            {
                if (e.Bounds.First <= from)
                {
                    return;
                }

                ReadUpTo(e.Bounds.First);
            }
        }
    }

    private long From()
    {
        lock (_lock)
        {
            return _own.TryPeek(out var oldest) ? Math.Max(oldest, _readTo) : _readTo;
        }
    }

    private void Read(LogBatch batch)
    {
        var answered = -1L;
        foreach (var entry in batch.Entries.Span)
        {
            answered = Math.Max(answered, entry.Record.Answers);
        }

        lock (_lock)
        {
            _readTo = batch.Next;
            Answered(answered);
        }
    }

    private void ReadUpTo(long offset)
    {
        lock (_lock)
        {
            _readTo = offset;
        }
    }

    private void Answered(long offset)
    {
        _answered = Math.Max(_answered, offset);
        while (_own.TryPeek(out var oldest) && oldest <= _answered)
        {
            _own.Dequeue();
        }
    }
}
