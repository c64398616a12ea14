using Actors.Log;

namespace Actors.Service.Commands;

/// <summary>
/// Which command of a key stands first, as one shard's log says. Costs nothing until it is asked; then it reads behind what the
/// history knows, or a window of the log where the history does not answer, and from there on only what is new. Requests that
/// come while one reads share the next read. Thread-safe.
/// </summary>
internal sealed class ShardKeys(int shard, IDurableLog log, IRecordLookup lookup, TimeSpan window, TimeProvider time)
{
    private const int PageBytes = 256 * 1024;

    /// <summary>8 MB in each shard that takes so many within the window.</summary>
    private const int Capacity = 100_000;

    /// <summary>Records that the history knows anyhow are read only where they are fewer: they serve when it goes away.</summary>
    private const long WorthReading = 10_000;

    private readonly KeyWindow _keys = new(Capacity);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _asked;
    private long _answered;

    // Commands that came from this time on have been read, or will be with the rest of the log.
    private long _since = long.MaxValue;

    /// <summary>Looks for a key in everything that is in the log now and that the history does not know.</summary>
    /// <param name="key">The key.</param>
    /// <param name="known">The history knows every command before this offset; null where it does not answer.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public async ValueTask<KeyLook> FindAsync(Guid key, long? known, CancellationToken ct)
    {
        var asked = Interlocked.Increment(ref _asked);
        await _turn.WaitAsync(ct);
        try
        {
            await BeginAsync(known, ct);
            if (_answered < asked)
            {
                var all = Volatile.Read(ref _asked);
                await ReadAsync((await log.BoundsAsync(shard, ct)).Next, ct);
                _answered = all;
            }

            return new KeyLook(_keys.Find(key), _keys.To);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The key's first command, now that one was appended.</summary>
    /// <param name="key">The key.</param>
    /// <param name="own">The command that was appended.</param>
    /// <param name="from">What <see cref="KeyLook.Next"/> said before.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public async ValueTask<FirstCommand> FirstAsync(Guid key, FirstCommand own, long from, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_keys.From > from)
            {
                Begin(from, _since);
            }

            await ReadAsync(own.Offset, ct);
            if (_keys.To == own.Offset)
            {
                _keys.Take(key, own, Now);
            }

            return _keys.Find(key) ?? own;
        }
        finally
        {
            _turn.Release();
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // Goes on where the last one stopped, if what was read and what the history knows leave no hole, or as good as the window allows.
    private async ValueTask BeginAsync(long? known, CancellationToken ct)
    {
        var now = Now;
        var begin = now - (long)window.TotalMilliseconds;
        var hasBegun = _since != long.MaxValue;
        if (hasBegun && known >= _keys.From)
        {
            if (known - _keys.To > WorthReading)
            {
                Begin(known.Value, now);
            }

            return;
        }

        if (_since <= begin)
        {
            return;
        }

        var first = await lookup.OffsetAtAsync(shard, begin, ct);
        if (known > first)
        {
            Begin(known.Value, now);
        }
        else if (!hasBegun || first < _keys.From)
        {
            Begin(first, begin);
        }
        else
        {
            _since = begin;
        }
    }

    private void Begin(long at, long since)
    {
        _keys.Begin(at);
        (_since, _answered) = (since, 0);
    }

    private async ValueTask ReadAsync(long end, CancellationToken ct)
    {
        while (_keys.To < end)
        {
            try
            {
                var batch = await log.ReadAsync(shard, _keys.To, PageBytes, ct);
                if (batch.Next == _keys.To)
                {
                    throw new LogUnavailableException($"Shard {shard} was said to reach to offset {end}, and ends at {batch.Next}.");
                }

                _keys.Take(batch);
            }
            catch (OffsetOutOfRangeException e) when (e.Bounds.First > _keys.To)
            {
                _keys.MoveTo(e.Bounds.First);
            }
        }

        _keys.Forget(Now - (long)window.TotalMilliseconds);
    }
}
