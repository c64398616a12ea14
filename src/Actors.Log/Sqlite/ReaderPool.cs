namespace Actors.Log.Sqlite;

/// <summary>
/// Threads that read, each with a connection of its own, so that waiting for a disk never holds a thread of the pool. A read
/// is done by whichever is free first; they are short (a page), so nobody waits long.
/// </summary>
internal sealed class ReaderPool
{
    private readonly object _gate = new();
    private readonly Queue<ReadJob> _jobs = new();
    private readonly Task[] _stopped;
    private bool _closing;

    internal ReaderPool(string path, int threads)
    {
        var texts = new TextCache();
        _stopped = [.. Enumerable.Range(0, threads).Select(number => Start(number, path, texts))];
    }

    /// <summary>Reads on one of the threads.</summary>
    internal Task<T> RunAsync<T>(Func<ReadConnection, T> read, CancellationToken ct)
    {
        var job = new ReadJob<T>(read, ct);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(SqliteLog));
            _jobs.Enqueue(job);
            Monitor.Pulse(_gate);
        }

        return job.Task;
    }

    /// <summary>Ends the threads when they have done what was asked for.</summary>
    internal Task CloseAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }

        return Task.WhenAll(_stopped);
    }

    private Task Start(int number, string path, TextCache texts)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(path, texts, stopped)) { Name = $"log-reader-{number}", IsBackground = true };
        thread.Start();
        return stopped.Task;
    }

    private void Run(string path, TextCache texts, TaskCompletionSource stopped)
    {
        ReadConnection? connection = null;
        while (Next() is { } job)
        {
            job.Run(() => connection ??= new ReadConnection(path, texts));
        }

        connection?.Dispose();
        stopped.SetResult();
    }

    private ReadJob? Next()
    {
        lock (_gate)
        {
            while (_jobs.Count == 0)
            {
                if (_closing)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            return _jobs.Dequeue();
        }
    }

    private abstract class ReadJob
    {
        internal abstract void Run(Func<ReadConnection> connect);
    }

    private sealed class ReadJob<T>(Func<ReadConnection, T> read, CancellationToken ct) : ReadJob
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Task => _answer.Task;

        internal override void Run(Func<ReadConnection> connect)
        {
            if (ct.IsCancellationRequested)
            {
                _answer.SetCanceled(ct);
                return;
            }

            try
            {
                _answer.SetResult(read(connect()));
            }
            catch (SqliteFailure e)
            {
                _answer.SetException(new LogUnavailableException($"The log could not be read: {e.Message}", e));
            }
#pragma warning disable CA1031 // Whatever goes wrong is the asker's to see; the thread goes on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _answer.SetException(e);
            }
        }
    }
}
