using Actors.Contracts;
using Actors.History;
using Actors.History.Postgres;
using Actors.History.Sqlite;
using Actors.Live;
using Actors.Live.InProcess;
using Actors.Live.Redis;
using Actors.Log;
using Actors.Log.Kafka;
using Actors.Log.Sqlite;
using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>Makes the stores that the settings name.</summary>
internal sealed class StoreFactory(StoreSettings settings, NodeOptions node, IIdSource ids, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>True where the log is a server's: it may be away when the node starts, and come back.</summary>
    public bool IsLogRemote => settings.Log == LogKind.Kafka;

    /// <summary>Opens the log.</summary>
    /// <exception cref="LogUnavailableException">It cannot be opened now.</exception>
    /// <exception cref="SettingException">It never can be, with these settings on this machine.</exception>
    public async Task<OpenedLog> OpenLogAsync(CancellationToken ct)
    {
        try
        {
            if (settings.Log == LogKind.Sqlite)
            {
                var file = SqliteLog.Open(settings.SqliteLog, time, ids, loggers.CreateLogger<SqliteLog>());
                return new OpenedLog(file, file);
            }

            var topic = await KafkaLog.OpenAsync(settings.Kafka, time, ids, loggers.CreateLogger<KafkaLog>(), ct);
            return new OpenedLog(topic, topic);
        }
        catch (Exception e) when (e is ArgumentException or RecordFormatException
            or LogUnavailableException { InnerException: DllNotFoundException or BadImageFormatException or EntryPointNotFoundException })
        {
            // Another log than the settings say, one of a newer program, or no client library: trying again would not help.
            throw new SettingException(e.Message);
        }
    }

    /// <summary>Makes the live bus. Its server may be away.</summary>
    public ILiveBus CreateBus(OpenedLog log) => settings.Live switch
    {
        LiveKind.Redis => RedisBus.Create(settings.Redis, log.Log.LogId, node.Name, time, ids, loggers.CreateLogger<RedisBus>()),
        LiveKind.Log => new LogOnlyBus(),
        _ => new InProcessBus(),
    };

    /// <summary>Opens the history. Its server may be away.</summary>
    /// <exception cref="LogUnavailableException">The log, or the history's file, cannot be read now.</exception>
    /// <exception cref="SettingException">Its database is of a form that this program does not know.</exception>
    public async Task<IHistory> OpenHistoryAsync(OpenedLog log, CancellationToken ct)
    {
        if (settings.History == HistoryKind.Sqlite)
        {
            return await SqliteHistory.OpenAsync(settings.SqliteHistory, log.Log, log.Lookup, time, loggers.CreateLogger<SqliteHistory>(), ct);
        }

        try
        {
            return await PostgresHistory.OpenAsync(settings.Postgres, log.Log, log.Lookup, time, loggers.CreateLogger<PostgresHistory>(), ct);
        }
        catch (HistorySchemaException e)
        {
            throw new SettingException(e.Message);
        }
    }
}
