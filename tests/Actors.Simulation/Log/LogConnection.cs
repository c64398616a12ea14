using Actors.Log;

namespace Actors.Simulation.Log;

/// <summary>
/// One node's connection to a simulated log. Appends wait here until <see cref="Land"/>, or land by themselves where
/// <see cref="Deliver"/> is given. A connection that is cut never answers again.
/// </summary>
public sealed class LogConnection(SimulatedLog log) : IDurableLog
{
    private readonly Queue<InFlight>[] _inFlight = [.. log.Shards.Select(_ => new Queue<InFlight>())];
    private readonly List<(int Shard, InFlight Append)> _unheard = [];
    private readonly List<InFlight> _lost = [];
    private readonly List<SimulatedFollower> _followers = [];

    /// <inheritdoc/>
    public bool IsShared { get; set; } = true;

    /// <summary>The shards that the placement gives to this node.</summary>
    public HashSet<int> Assigned { get; } = [];

    /// <summary>The shards that this node has released and was not given since: it must not claim them.</summary>
    public HashSet<int> GivenUp { get; } = [];

    /// <summary>What this node did that it must not do; null while there is nothing.</summary>
    public string? Breach { get; private set; }

    /// <summary>Records that may land later: shard and record.</summary>
    public List<(int Shard, LogRecord Record)> Stragglers { get; } = [];

    /// <summary>How appends get to the log by themselves: it is given an action to run soon. Null: only by <see cref="Land"/>.</summary>
    public Action<Action>? Deliver { get; set; }

    /// <summary>What becomes of each append that gets to the log; all land where it is not given.</summary>
    public Func<LogRecord, Fate> Fates { get; set; } = _ => Fate.Land;

    /// <summary>How many records a read brings at most; a follower that may have none waits.</summary>
    public Func<int> PageRecords { get; set; } = () => 1000;

    /// <summary>Which records this node's build understands; all where it is not given. A follower gets no further than one that it does not.</summary>
    public Predicate<LogEntry> Knows { get; set; } = _ => true;

    /// <summary>Sees every record before it is appended; for tests that break a rule.</summary>
    public Func<LogRecord, LogRecord> Tamper { get; set; } = record => record;

    /// <summary>While true, nothing gets through in either direction.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>True once the node is dead.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public uint LogId => log.LogId;

    /// <inheritdoc/>
    public int ShardCount => log.Shards.Count;

    /// <summary>How many appends to a shard are on their way.</summary>
    public int CountInFlight(int shard) => _inFlight[shard].Count;

    /// <summary>The next append on its way to a shard; null where there is none.</summary>
    public LogRecord? NextInFlight(int shard) => _inFlight[shard].TryPeek(out var append) ? append.Record : null;

    /// <summary>The next append of a shard gets to the log, where <see cref="Fates"/> decides.</summary>
    public void Land(int shard)
    {
        if (IsCut || IsPaused || !_inFlight[shard].TryDequeue(out var append))
        {
            return;
        }

        switch (Fates(append.Record))
        {
            case Fate.Land:
                append.Acknowledged.TrySetResult(log.Shards[shard].Append(append.Record));
                break;
            case Fate.LandUnheard:
                log.Shards[shard].Append(append.Record);
                _unheard.Add((shard, append));
                break;
            case Fate.LandAndFail:
                log.Shards[shard].Append(append.Record);
                Fail(append);
                break;
            case Fate.Lose:
                _lost.Add(append);
                break;
            case Fate.Fail:
                Fail(append);
                break;
            case Fate.Straggle:
                Stragglers.Add((shard, append.Record));
                Fail(append);
                break;
            case Fate.Repeat:
                Stragglers.Add((shard, append.Record));
                append.Acknowledged.TrySetResult(log.Shards[shard].Append(append.Record));
                break;
        }
    }

    /// <summary>The writer hears of what was lost, and of what landed unheard.</summary>
    public void Settle()
    {
        foreach (var append in _lost.ToArray())
        {
            Fail(append);
        }

        _lost.Clear();
        while (_unheard.Count > 0)
        {
            Hear();
        }
    }

    /// <summary>The writer hears of the first append that landed unheard; there must be one.</summary>
    public void Hear()
    {
        var (shard, append) = _unheard[0];
        _unheard.RemoveAt(0);
        var entry = log.Shards[shard].Entries.First(e => ReferenceEquals(e.Record, append.Record));
        append.Acknowledged.TrySetResult(entry.Offset);
    }

    /// <summary>All appends to a shard that are on their way time out; they may land later.</summary>
    public void TimeOut(int shard)
    {
        while (_inFlight[shard].TryDequeue(out var append))
        {
            Stragglers.Add((shard, append.Record));
            Fail(append);
        }
    }

    /// <summary>A straggler lands.</summary>
    public void LandStraggler(int index)
    {
        var (shard, record) = Stragglers[index];
        Stragglers.RemoveAt(index);
        log.Shards[shard].Append(record);
    }

    /// <summary>Nothing gets through until <see cref="Resume"/>.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>Things get through again.</summary>
    public void Resume()
    {
        IsPaused = false;
        Pump();
        for (var shard = 0; shard < _inFlight.Length; shard++)
        {
            Post(shard);
        }
    }

    /// <summary>The node dies: what is on its way may land later.</summary>
    public void Cut()
    {
        IsCut = true;
        for (var shard = 0; shard < _inFlight.Length; shard++)
        {
            Stragglers.AddRange(_inFlight[shard].Select(append => (shard, append.Record)));
            _inFlight[shard].Clear();
        }

        foreach (var follower in _followers.ToArray())
        {
            follower.Detach();
        }
    }

    /// <inheritdoc/>
    public ValueTask<LogPosition> SubmitAsync(LogRecord command, CancellationToken ct) => new(log.Submit(command));

    /// <inheritdoc/>
    public Task RunAsync(IShardHost host, CancellationToken ct) =>
        throw new NotSupportedException("A simulation places the shards itself.");

    /// <inheritdoc/>
    public ValueTask<long> ClaimAsync(int shard, LogRecord claim, CancellationToken ct)
    {
        if (GivenUp.Contains(shard))
        {
            Breach ??= $"shard {shard} was claimed by a node that had released it";
        }

        return Assigned.Contains(shard) || IsCut
            ? new ValueTask<long>(Enqueue(shard, claim).Acknowledged.Task)
            : throw new NotOwnerException("not placed here");
    }

    /// <inheritdoc/>
    public Task AppendAsync(int shard, LogRecord record, CancellationToken ct) => Enqueue(shard, Tamper(record)).Acknowledged.Task;

    /// <inheritdoc/>
    public ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct) =>
        IsCut ? new(new TaskCompletionSource<LogBatch>().Task) : new(ReadPage(shard, from, Math.Max(1, Math.Min(PageRecords(), maxBytes))));

    /// <inheritdoc/>
    public ILogFollower Follow(int shard, long from)
    {
        var follower = new SimulatedFollower(this, log.Shards[shard], from);
        _followers.Add(follower);
        return follower;
    }

    /// <inheritdoc/>
    public ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct) =>
        new(new ShardBounds(log.Shards[shard].First, log.Shards[shard].Next));

    /// <inheritdoc/>
    public ValueTask CommitPointAsync(int shard, long pointOffset, long recoverFrom, CancellationToken ct)
    {
        if (!Assigned.Contains(shard))
        {
            throw new NotOwnerException("not placed here");
        }

        // The later point stays: retention may have removed what an earlier one, committed late, would have to begin with.
        if (log.Shards[shard].Point is not { } stored || stored.Offset < pointOffset)
        {
            log.Shards[shard].Point = (pointOffset, recoverFrom);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long?> ReadPointAsync(int shard, CancellationToken ct) => new(log.Shards[shard].Point?.Offset);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal LogBatch Understand(LogBatch batch)
    {
        var entries = batch.Entries.ToArray();
        return Array.FindIndex(entries, entry => !Knows(entry)) switch
        {
            -1 => batch,
            0 => throw new RecordFormatException("a record of a format that this node does not know"),
            var unknown => new LogBatch(batch.Shard, batch.From, entries[unknown].Offset, entries[..unknown]),
        };
    }

    internal void Forget(SimulatedFollower follower) => _followers.Remove(follower);

    private async Task<LogBatch> ReadPage(int shard, long from, int records)
    {
        await Task.CompletedTask;
        return log.Shards[shard].Read(from, records);
    }

    private void Pump()
    {
        foreach (var follower in _followers.ToArray())
        {
            follower.Pump();
        }
    }

    private InFlight Enqueue(int shard, LogRecord record)
    {
        var append = new InFlight(record);
        _inFlight[shard].Enqueue(append);
        if (_inFlight[shard].Count == 1)
        {
            Post(shard);
        }

        return append;
    }

    // One delivery takes everything that waits, as a group commit does.
    private void Post(int shard) => Deliver?.Invoke(() =>
    {
        while (!IsPaused && !IsCut && _inFlight[shard].Count > 0)
        {
            Land(shard);
        }
    });

    private static void Fail(InFlight append) =>
        append.Acknowledged.TrySetException(new LogUnavailableException("the simulated log gave no answer"));
}
