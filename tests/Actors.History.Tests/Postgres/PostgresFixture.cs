using Actors.Contracts;
using Actors.Contracts.Jobs;
using Actors.History.Postgres;
using Actors.Log;
using Actors.Log.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.History.Tests.Postgres;

/// <summary>One log and the histories of several nodes that follow it, all by the real clock.</summary>
public abstract class PostgresFixture : IAsyncLifetime
{
    protected const string Channel = "user:u";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<PostgresHistory> _histories = [];
    private readonly Lazy<SqliteLog> _log;

    protected PostgresFixture() => _log = new Lazy<SqliteLog>(() => SqliteLog.Open(
        new SqliteLogOptions { Directory = _directory.Path, ShardCount = 1 }, TimeProvider.System, new UuidV7Source(TimeProvider.System), NullLogger<SqliteLog>.Instance));

    internal static CancellationToken None => CancellationToken.None;

    internal SqliteLog Log => _log.Value;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var history in _histories)
        {
            await history.DisposeAsync();
        }

        if (_log.IsValueCreated)
        {
            await _log.Value.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    /// <summary>A node's history.</summary>
    internal async Task<PostgresHistory> OpenAsync(PostgresHistoryOptions options, IDurableLog? log = null, ILogger<PostgresHistory>? logger = null)
    {
        var history = await PostgresHistory.OpenAsync(options, log ?? Log, Log, TimeProvider.System, logger ?? NullLogger<PostgresHistory>.Instance, None);
        _histories.Add(history);
        return history;
    }

    /// <summary>Events of one channel, under one claim, and jobs where they are asked for.</summary>
    internal async Task<long> WriteAsync(long claim, int from, int count, int size = 0)
    {
        var last = -1L;
        for (var i = from; i < from + count; i++)
        {
            await Log.AppendAsync(0, Build.Event(claim, i, Channel, text: new string('x', size)), None);
            last = (await Log.BoundsAsync(0, None)).Next - 1;
        }

        return last;
    }

    /// <summary>Every valid event's offset, by the log itself.</summary>
    internal async Task<List<long>> OffsetsAsync()
    {
        var (offsets, at) = (new List<long>(), 0L);
        while (await Log.ReadAsync(0, at, 1 << 20, None) is { Entries.IsEmpty: false } page)
        {
            offsets.AddRange(page.Entries.ToArray().Where(e => e.Record.Kind == RecordKind.Event).Select(e => e.Offset));
            at = page.Next;
        }

        return offsets;
    }

    /// <summary>The same, by a history's pages.</summary>
    internal static async Task<List<long>> ListAsync(PostgresHistory history, string channel = Channel)
    {
        var (offsets, query) = (new List<long>(), new EventQuery { Channel = channel, Limit = EventQuery.MaxLimit });
        while (true)
        {
            var page = await history.ListEventsAsync(query, None);
            offsets.AddRange(page.Events.Select(e => e.Offset));
            if (page.Next is not { } next)
            {
                return offsets;
            }

            query = query with { After = next };
        }
    }

    /// <summary>The same, by a history's index.</summary>
    internal static async Task<List<long>> PlacesAsync(PostgresHistory history, long end)
    {
        var (offsets, after) = (new List<long>(), -1L);
        while (after < end)
        {
            var places = await history.FindPlacesAsync(0, Channel, after, 700, None);
            places.Through.ShouldBeGreaterThan(after);
            offsets.AddRange(places.Offsets);
            after = places.Through;
        }

        return offsets;
    }

    /// <summary>A job that is submitted and completed at once.</summary>
    internal async Task<long> EndJobAsync(long claim, long seq, int number)
    {
        await Log.SubmitAsync(Build.Submit(Channel, Build.JobId(number), id: $"id-{number}"), None);
        await Log.AppendAsync(0, Build.Event(claim, seq, Channel, JobStep.Queued, Build.JobId(number)), None);
        await Log.AppendAsync(0, Build.Event(claim, seq + 1, Channel, JobStep.Completed, Build.JobId(number), $"result {number}"), None);
        return (await Log.BoundsAsync(0, None)).Next - 1;
    }
}
