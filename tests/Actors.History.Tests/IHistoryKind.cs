using Actors.Log.Sqlite;

namespace Actors.History.Tests;

/// <summary>Which history a contract is tested with. One instance is one place to keep it in, opened once or again.</summary>
public interface IHistoryKind
{
    /// <summary>Opens the history of all shards.</summary>
    Task<IHistory> OpenAsync(string directory, SqliteLog log, TimeProvider time, JobRetention retention);

    /// <summary>Stores what would be stored a little later.</summary>
    Task StoreAsync(IHistory history);

    /// <summary>Removes what retention would remove at its next turn.</summary>
    Task SweepAsync(IHistory history);
}
