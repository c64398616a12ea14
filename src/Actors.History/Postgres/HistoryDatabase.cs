using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>
/// The database, which may be away: then questions are refused at once and one caller tries, with longer and longer pauses,
/// until it is back and its schema is as it should be. Thread-safe.
/// </summary>
internal sealed partial class HistoryDatabase : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuestionWait = TimeSpan.FromSeconds(5);

    // For storing, listening and sweeping, which must not wait behind questions.
    private const int OwnConnections = 3;

    private static readonly TimeSpan AliveInterval = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly uint _logId;
    private readonly uint? _replaced;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _lost = new(1, 1);
    private readonly SemaphoreSlim _questions;
    private readonly Lock _gate = new();
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _fault = "it was not reached yet";
    private bool _told;
    private bool _isUnusable;
    private long _preparation;
    private long _readyAt;

    internal HistoryDatabase(PostgresHistoryOptions options, uint logId, TimeProvider time, ILogger logger)
    {
        (_schema, _logId, _replaced, _time, _logger) = (options.Schema, logId, options.ReplacedLog, time, logger);
        _questions = new SemaphoreSlim(options.MaxConnections - OwnConnections);
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        given.SearchPath = options.Schema;
        given.MaxPoolSize = options.MaxConnections;
        given.ApplicationName ??= "actors-history";
        given.Timeout = Math.Min(given.Timeout, 5);
        given.CommandTimeout = Math.Min(given.CommandTimeout, 30);
        given.MaxAutoPrepare = Math.Max(given.MaxAutoPrepare, 64);
        given.AutoPrepareMinUsages = 2;
        _source = new NpgsqlSlimDataSourceBuilder(given.ConnectionString).EnableArrays().EnableTransportSecurity().EnableIntegratedSecurity().Build();
    }

    /// <summary>Whether questions can be answered.</summary>
    internal bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _ready.Task.IsCompletedSuccessfully;
            }
        }
    }

    /// <summary>How many times the schema was looked at and found, or made, as it should be.</summary>
    internal long Preparation => Volatile.Read(ref _preparation);

    /// <summary>Ends when the database is there.</summary>
    internal Task ReadyAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            return _ready.Task.WaitAsync(ct);
        }
    }

    /// <summary>Tries once; a database that does not answer is away, and no failure.</summary>
    /// <exception cref="HistorySchemaException">It answers, and cannot be used.</exception>
    internal async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await PrepareAsync(ct);
        }
        catch (Exception e) when (IsAway(e) || e is NpgsqlException)
        {
            Lost(e);
        }
    }

    /// <summary>Brings the database back whenever it is away, until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        var pause = FirstPause;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _lost.WaitAsync(ct);
                if (_time.GetElapsedTime(_readyAt) >= LongestPause)
                {
                    pause = FirstPause;
                }
                else if (!IsReady)
                {
                    // It came back and was lost at once: what is wrong is not put right by asking more often.
                    await Task.Delay(pause, _time, ct);
                    pause = Longer(pause);
                }

                while (!IsReady)
                {
                    try
                    {
                        await PrepareAsync(ct);
                    }
                    catch (Exception e) when (IsAway(e) || e is NpgsqlException or HistorySchemaException)
                    {
                        Lost(e);
                        await Task.Delay(pause, _time, ct);
                        pause = Longer(pause);
                    }
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
        }
    }

    /// <summary>Asks on a connection of the pool when one of those for questions is free.</summary>
    /// <exception cref="HistoryUnavailableException">The database is away, or could not answer, or has too much to answer.</exception>
    internal async ValueTask<T> AskAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> question, CancellationToken ct)
    {
        if (!await _questions.WaitAsync(QuestionWait, ct))
        {
            throw new HistoryUnavailableException("The history's database has more questions to answer than it can (Postgres:MaxConnections).");
        }

        try
        {
            return await UseAsync(question, ct);
        }
        finally
        {
            _questions.Release();
        }
    }

    /// <summary>Uses a connection for the history's own work.</summary>
    /// <exception cref="HistoryUnavailableException">The database is away, or could not answer.</exception>
    internal async ValueTask<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> question, CancellationToken ct)
    {
        if (!IsReady)
        {
            throw new HistoryUnavailableException($"The history's database is away: {_fault}.");
        }

        try
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            return await question(connection, ct);
        }
        catch (Exception e) when (IsAway(e))
        {
            Lost(e);
            throw new HistoryUnavailableException($"The history's database is away: {e.Message}", e);
        }
        catch (NpgsqlException e)
        {
            throw new HistoryUnavailableException($"The history's database could not answer: {e.Message}", e);
        }
    }

    /// <summary>Listens on channels until the connection ends or the caller cancels.</summary>
    /// <exception cref="HistoryUnavailableException">The database is away.</exception>
    internal ValueTask<bool> ListenAsync(IReadOnlyList<string> channels, Action<string, string> told, CancellationToken ct) => UseAsync<bool>(
        async (connection, token) =>
        {
            connection.Notification += (_, notice) => told(notice.Channel, notice.Payload);
            await using (var listen = new NpgsqlCommand(string.Join(';', channels.Select(c => $"LISTEN {c}")), connection))
            {
                await listen.ExecuteNonQueryAsync(token);
            }

            await using var alive = new NpgsqlCommand("SELECT 1", connection);
            while (true)
            {
                if (!await connection.WaitAsync(AliveInterval, token))
                {
                    await alive.ExecuteNonQueryAsync(token);
                }
            }
        },
        ct);

    /// <summary>It did not answer: it is tried until it does.</summary>
    internal void Lost(Exception cause)
    {
        bool tell, unusable;
        lock (_gate)
        {
            if (_ready.Task.IsCompleted)
            {
                _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _fault = cause.Message;
            unusable = !IsAway(cause);
            (tell, _told) = (!_told || unusable != _isUnusable, true);
            _isUnusable = unusable;
            if (_lost.CurrentCount == 0)
            {
                _lost.Release();
            }
        }

        if (tell)
        {
            if (unusable)
            {
                Log.Unusable(_logger, cause);
            }
            else
            {
                Log.Away(_logger, cause);
            }

            _source.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _lost.Dispose();
        _questions.Dispose();
    }

    /// <summary>
    /// Whether it is the connection or the server that failed, not the question; a table or a day's partition that is gone counts too,
    /// since the schema is then looked at before the next question.
    /// </summary>
    internal static bool IsAway(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.CheckViolation } => true,
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("28", StringComparison.Ordinal) || state is "53300" or "25006" or "3D000",
        NpgsqlException => true,
        SocketException or TimeoutException or IOException => true,
        _ => false,
    };

    private static TimeSpan Longer(TimeSpan pause) => TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));

    private async Task PrepareAsync(CancellationToken ct)
    {
        await using (var connection = await _source.OpenConnectionAsync(ct))
        {
            if (await Migrations.ApplyAsync(connection, _schema, _logId, _replaced, ct))
            {
                Log.Replaced(_logger, _schema);
            }
        }

        bool tell;
        lock (_gate)
        {
            (tell, _told) = (_told, false);
            Interlocked.Increment(ref _preparation);
            _readyAt = _time.GetTimestamp();
            _ready.TrySetResult();
        }

        if (tell)
        {
            Log.Back(_logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Error, "The history's database is away; questions are refused. It is tried until it is back, and what happens meanwhile is then read from the log.")]
        internal static partial void Away(ILogger logger, Exception cause);

        [LoggerMessage(23, LogLevel.Error, "The history's database answers and cannot be used; questions are refused. It is tried until it can.")]
        internal static partial void Unusable(ILogger logger, Exception cause);

        [LoggerMessage(21, LogLevel.Warning, "The history's database is there; the history goes on where it stopped.")]
        internal static partial void Back(ILogger logger);

        [LoggerMessage(22, LogLevel.Warning, "The history in schema {Schema} was that of Postgres:ReplaceLog; it was removed and is made from this node's log.")]
        internal static partial void Replaced(ILogger logger, string schema);
    }
}
