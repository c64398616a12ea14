namespace Actors.Log.Sqlite;

/// <summary>Something short that the writer's thread does between two groups. Its failure is its own.</summary>
internal abstract class WriterChore
{
    /// <summary>Does it; never throws.</summary>
    internal abstract void Run(LogFile file);

    /// <summary>It will not be done.</summary>
    internal abstract void Fail(Exception reason);
}
