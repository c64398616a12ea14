using Actors.Log;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Replay;

/// <summary>
/// Reads pages from the log into the cache, for all sessions of the node. Sessions that want the same page share one read,
/// and only so many reads run at once: the node's scan budget. Thread-safe.
/// </summary>
internal sealed class PageReader(IDurableLog log, SessionOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Shard, long From), PageRead> _reads = [];
    private readonly Queue<PageRead> _waiting = new();
    private readonly CancellationTokenSource _stopped = new();
    private int _running;

    public PageCache Cache { get; } = new(options.PageCacheBytes);

    /// <summary>The page at <paramref name="from"/>, which lies at or before the head.</summary>
    /// <exception cref="OffsetOutOfRangeException">Retention has removed it.</exception>
    /// <exception cref="LogUnavailableException">The log does not answer, or has not got it yet.</exception>
    public Task<ReplayPage> ReadAsync(long from, HeadView head)
    {
        if (Cache.TryGet(head.Shard, from, out var page))
        {
            return Task.FromResult(page);
        }

        PageRead? read;
        lock (_gate)
        {
            if (_reads.TryGetValue((head.Shard, from), out read))
            {
                return read.Done;
            }

            read = new PageRead(head.Shard, from, head);
            _reads.Add(read.Key, read);
            if (_running == options.ConcurrentReads)
            {
                _waiting.Enqueue(read);
                return read.Done;
            }

            _running++;
        }

        _ = RunAsync(read);
        return read.Done;
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    /// <summary>Does one read, then those that wait, one after the other.</summary>
    private async Task RunAsync(PageRead? read)
    {
        while (read is not null)
        {
            ReplayPage? page = null;
            Exception? error = null;
            try
            {
                page = await ReadPageAsync(read);
            }
            catch (Exception e)
            {
                error = e;
            }

            var next = Finish(read, page);
            if (page is not null)
            {
                read.Succeed(page);
            }
            else
            {
                read.Fail(error!);
            }

            read = next;
        }
    }

    private async Task<ReplayPage> ReadPageAsync(PageRead read)
    {
        using var activity = SessionInstruments.Source.StartActivity("replay.page");
        var batch = await log.ReadAsync(read.Key.Shard, read.Key.From, options.PageBytes, _stopped.Token);
        return batch.Next > read.Key.From
            ? ReplayPage.Judge(batch, read.Head)
            : throw new LogUnavailableException($"Shard {read.Key.Shard} does not hold offset {read.Key.From} yet.");
    }

    private PageRead? Finish(PageRead read, ReplayPage? page)
    {
        lock (_gate)
        {
            _reads.Remove(read.Key);
            if (page is not null)
            {
                Cache.Add(page);
            }

            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            _running--;
            return null;
        }
    }
}
