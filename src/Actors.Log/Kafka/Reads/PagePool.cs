namespace Actors.Log.Kafka.Reads;

/// <summary>
/// The readers that serve pages, each with a client and a thread of its own. A page goes to the reader that stands where it
/// begins, else to one that is idle; when all are at work it waits. A reader that nobody has asked for a while fetches nothing.
/// Thread-safe.
/// </summary>
internal sealed class PagePool : IAsyncDisposable
{
    private static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(750);

    private readonly Lock _gate = new();
    private readonly Slot[] _slots;
    private readonly LinkedList<PageJob> _waiting = new();
    private bool _closing;
    private long _uses;

    internal PagePool(int readers, Func<int, PageReader> open)
    {
        _slots = [.. Enumerable.Range(0, readers).Select(n => new Slot(open(n)))];
        foreach (var (slot, number) in _slots.Select((s, n) => (s, n)))
        {
            new Thread(() => Run(slot)) { Name = $"log-reader-{number}", IsBackground = true }.Start();
        }
    }

    /// <summary>Does a read on one of the readers.</summary>
    internal Task<LogBatch?> ReadAsync(PageJob job)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(IDurableLog));
            if (Pick(job) is { } slot)
            {
                Give(slot, job);
            }
            else
            {
                _waiting.AddLast(job);
            }
        }

        return job.Done.WaitAsync(job.Ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            foreach (var slot in _slots)
            {
                slot.Ready.Set();
            }
        }

        await Task.WhenAll(_slots.Select(s => s.Stopped.Task));
        foreach (var job in _waiting)
        {
            job.Fail(new ObjectDisposedException(nameof(IDurableLog)));
        }
    }

    private Slot? Pick(PageJob job)
    {
        Slot? best = null;
        foreach (var slot in _slots)
        {
            if (slot.Job is not null)
            {
                continue;
            }

            if (slot.Shard == job.Shard && slot.Next == job.From)
            {
                return slot;
            }

            if (best is null || slot.LastUse < best.LastUse)
            {
                best = slot;
            }
        }

        return best;
    }

    private void Give(Slot slot, PageJob job)
    {
        (slot.Job, slot.LastUse) = (job, ++_uses);
        slot.CountWarm();
        slot.Ready.Set();
    }

    private void Run(Slot slot)
    {
        while (Next(slot) is { } job)
        {
            LogBatch? batch = null;
            Exception? failure = null;
            try
            {
                batch = slot.Reader.Read(job);
            }
#pragma warning disable CA1031 // Whatever goes wrong is the asker's to see; the thread goes on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }

            // Free before the answer is out: whoever goes on from it finds the reader where it stands.
            Free(slot);
            if (failure is null)
            {
                job.Complete(batch);
            }
            else
            {
                job.Fail(failure);
            }
        }

        slot.Reader.Dispose();
        slot.Ready.Dispose();
        slot.Stopped.SetResult();
    }

    private PageJob? Next(Slot slot)
    {
        while (true)
        {
            var called = slot.Ready.WaitOne(slot.Reader.Shard >= 0 ? Warm : Timeout.InfiniteTimeSpan);
            lock (_gate)
            {
                if (slot.Job is { } job)
                {
                    return job;
                }

                if (_closing)
                {
                    slot.Shard = -1;
                    slot.CountWarm();
                    return null;
                }

                if (called)
                {
                    continue;
                }

                (slot.Shard, slot.LastUse) = (-1, 0);
                slot.CountWarm();
            }

            slot.Reader.Leave();
        }
    }

    private void Free(Slot slot)
    {
        lock (_gate)
        {
            (slot.Job, slot.Shard, slot.Next) = (null, slot.Reader.Shard, slot.Reader.Next);
            if (Waiting(slot) is { } waiting)
            {
                _waiting.Remove(waiting);
                Give(slot, waiting.Value);
            }

            slot.CountWarm();
        }
    }

    /// <summary>The job that goes on where the reader stands, else the one that has waited longest.</summary>
    private LinkedListNode<PageJob>? Waiting(Slot slot)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Shard == slot.Shard && node.Value.From == slot.Next)
            {
                return node;
            }
        }

        return _waiting.First;
    }

    private sealed class Slot(PageReader reader)
    {
        private bool _warm;

        internal PageReader Reader { get; } = reader;

        internal AutoResetEvent Ready { get; } = new(false);

        internal TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal PageJob? Job { get; set; }

        internal int Shard { get; set; } = -1;

        internal long Next { get; set; }

        internal long LastUse { get; set; }

        internal void CountWarm()
        {
            var warm = Job is not null || Shard >= 0;
            if (warm != _warm)
            {
                _warm = warm;
                LogTelemetry.Readers.Add(warm ? 1 : -1);
            }
        }
    }
}
