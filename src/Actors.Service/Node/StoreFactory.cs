using Actors.Contracts;
using Actors.History;
using Actors.History.Sqlite;
using Actors.Live;
using Actors.Live.InProcess;
using Actors.Live.Redis;
using Actors.Log.Sqlite;
using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>Makes the stores that the settings name.</summary>
internal sealed class StoreFactory(StoreSettings settings, NodeOptions node, IIdSource ids, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>True where the log is a server's: it may be away when the node starts, and come back.</summary>
    public bool IsLogRemote => settings.Log == LogKind.Kafka;

    /// <summary>Opens the log.</summary>
    /// <exception cref="Log.LogUnavailableException">It cannot be opened now.</exception>
    public Task<OpenedLog> OpenLogAsync(CancellationToken ct) => settings.Log switch
    {
        LogKind.Sqlite => Task.FromResult(Embedded(SqliteLog.Open(settings.SqliteLog, time, ids, loggers.CreateLogger<SqliteLog>()))),
        _ => throw new SettingException("Log:Kind=kafka is not in this build."),
    };

    /// <summary>Makes the live bus. Its server may be away.</summary>
    public ILiveBus CreateBus(OpenedLog log) => settings.Live switch
    {
        LiveKind.Redis => RedisBus.Create(settings.Redis, log.Log.LogId, node.Name, time, ids, loggers.CreateLogger<RedisBus>()),
        LiveKind.Log => new LogOnlyBus(),
        _ => new InProcessBus(),
    };

    /// <summary>Opens the history. Its server may be away.</summary>
    public async Task<IHistory> OpenHistoryAsync(OpenedLog log, CancellationToken ct) => settings.History switch
    {
        HistoryKind.Sqlite => await SqliteHistory.OpenAsync(
            settings.SqliteHistory, log.Log, log.Lookup, time, loggers.CreateLogger<SqliteHistory>(), ct),
        _ => throw new SettingException("History:Kind=postgres is not in this build."),
    };

    private static OpenedLog Embedded(SqliteLog log) => new(log, log);
}
