using Actors.Log.Sqlite;

namespace Actors.Log.Tests.Sqlite;

/// <summary>Makes the disk of a log full or slow.</summary>
internal static class DiskFaults
{
    /// <summary>From here on the file may have so many pages.</summary>
    internal static Task SetMaxPagesAsync(this SqliteLog log, int pages)
    {
        var chore = new Chore(file => file.Database.Execute($"PRAGMA max_page_count = {pages}"));
        log.Enqueue(chore);
        return chore.Done;
    }

    /// <summary>The writer stands still until the answer is disposed of.</summary>
    internal static async Task<IDisposable> HoldWriterAsync(this SqliteLog log)
    {
        var hold = new Hold();
        log.Enqueue(new Chore(_ => hold.Wait()));
        await hold.Begun;
        return hold;
    }

    private sealed class Chore(Action<LogFile> action) : WriterChore
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Done => _done.Task;

        internal override void Run(LogFile file)
        {
            action(file);
            _done.SetResult();
        }

        internal override void Fail(Exception reason) => _done.SetException(reason);
    }

    private sealed class Hold : IDisposable
    {
        private readonly ManualResetEventSlim _go = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Begun => _begun.Task;

        public void Dispose() => _go.Set();

        internal void Wait()
        {
            _begun.SetResult();
            _go.Wait();
        }
    }
}
