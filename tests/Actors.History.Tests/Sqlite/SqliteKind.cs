using Actors.History.Sqlite;
using Actors.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.History.Tests.Sqlite;

/// <summary>The embedded history.</summary>
internal sealed class SqliteKind : IHistoryKind
{
    public async Task<IHistory> OpenAsync(string directory, SqliteLog log, TimeProvider time, JobRetention retention) => await SqliteHistory.OpenAsync(
        new SqliteHistoryOptions { Directory = directory, Retention = retention }, log, log, time, NullLogger<SqliteHistory>.Instance, CancellationToken.None);

    public Task StoreAsync(IHistory history) => ((SqliteHistory)history).StoreAsync(CancellationToken.None);

    public Task SweepAsync(IHistory history) => ((SqliteHistory)history).SweepAsync(CancellationToken.None);
}
