using Microsoft.Extensions.Logging;

namespace Actors.Log.Sqlite;

/// <summary>
/// Copies the write-ahead log into the file from time to time, on a thread of its own, since that may take the disk a while.
/// What was written meanwhile is little: the writer copies that itself and begins the write-ahead log anew, which keeps it
/// small however long there is no pause.
/// </summary>
internal sealed partial class Checkpointer
{
    private readonly object _gate = new();
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Action _copied;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _asked;
    private bool _closing;

    /// <param name="path">The file.</param>
    /// <param name="copied">Called, on the checkpointer's thread, when most of the write-ahead log was copied.</param>
    /// <param name="logger">Where failures are reported.</param>
    internal Checkpointer(string path, Action copied, ILogger logger)
    {
        (_path, _copied, _logger) = (path, copied, logger);
        new Thread(Run) { Name = "log-checkpointer", IsBackground = true }.Start();
    }

    /// <summary>Asks for a checkpoint; one that runs already is enough.</summary>
    internal void Ask()
    {
        lock (_gate)
        {
            _asked = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread.</summary>
    internal Task CloseAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        return _stopped.Task;
    }

    private void Run()
    {
        Database? database = null;
        while (Next())
        {
            try
            {
                database ??= Database.Open(_path, readOnly: false, TimeSpan.Zero);
                database.Checkpoint(SQLitePCL.raw.SQLITE_CHECKPOINT_PASSIVE);
            }
            catch (SqliteFailure e)
            {
                Log.Failed(_logger, e);
            }

            _copied();
        }

        database?.Dispose();
        _stopped.SetResult();
    }

    private bool Next()
    {
        lock (_gate)
        {
            while (!_asked && !_closing)
            {
                Monitor.Wait(_gate);
            }

            _asked = false;
            return !_closing;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Warning, "The write-ahead log could not be copied into the file; it grows until that succeeds.")]
        internal static partial void Failed(ILogger logger, Exception cause);
    }
}
