namespace Actors.Log.Sqlite;

/// <summary>The end of a checkpoint: the writer copies what is left, so that the write-ahead log begins anew.</summary>
internal sealed class CheckpointStep(Action<bool> ended) : WriterChore
{
    /// <inheritdoc/>
    internal override void Run(LogFile file)
    {
        var empty = false;
        try
        {
            empty = file.Database.Checkpoint(SQLitePCL.raw.SQLITE_CHECKPOINT_RESTART);
        }
        catch (SqliteFailure)
        {
            // The checkpointer reports a disk that fails, and tries again when more was written.
        }

        ended(empty);
    }

    /// <inheritdoc/>
    internal override void Fail(Exception reason)
    {
        // Closing the file copies everything.
    }
}
