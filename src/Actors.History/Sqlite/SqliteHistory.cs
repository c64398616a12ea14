using Actors.Contracts.Channels;
using Actors.Contracts.Jobs;
using Actors.History.Following;
using Actors.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Actors.History.Sqlite;

/// <summary>
/// The embedded history: jobs, commands and an index of events in <c>history.db</c>, the events themselves in the log. What was
/// seen is answered at once from memory and stored a little later, with the watermark, in one transaction. Thread-safe.
/// </summary>
public sealed class SqliteHistory : IHistory
{
    private readonly IRecordLookup _lookup;
    private readonly IDurableLog _log;
    private readonly HistoryReads _reads;
    private readonly EventReads _events;
    private readonly HistoryStore _store;
    private readonly ShardReader[] _shards;
    private readonly HistoryGauge _gauge;
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeProvider _time;
    private Task _running = Task.CompletedTask;
    private int _disposed;

    private SqliteHistory(HistoryFile file, string connectionString, SqliteHistoryOptions options, IDurableLog log, IRecordLookup lookup, TimeProvider time, ILogger logger)
    {
        (_log, _lookup, _time) = (log, lookup, time);
        _reads = new HistoryReads(connectionString);
        _events = new EventReads(_reads, lookup);
        _store = new HistoryStore(file, options, log, time, logger);
        _shards = [.. Enumerable.Range(0, log.ShardCount).Select(shard =>
            new ShardReader(shard, log, lookup, _reads, ReaderLimits.IndexOnly, _store.Changed, time, logger))];
        _gauge = new HistoryGauge(() => _store.IsUp, () => _shards);
    }

    /// <summary>Opens the history of a directory and begins to follow the log. An unusable file is made again from the log.</summary>
    /// <param name="options">How the history works.</param>
    /// <param name="log">The log to follow. It must outlive the history.</param>
    /// <param name="lookup">The same log, as one that finds single records.</param>
    /// <param name="time">The clock for intervals and retention.</param>
    /// <param name="logger">Where failures are reported.</param>
    /// <param name="ct">Ends the opening.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="LogUnavailableException">The file or the log cannot be opened.</exception>
    public static async Task<SqliteHistory> OpenAsync(
        SqliteHistoryOptions options, IDurableLog log, IRecordLookup lookup, TimeProvider time, ILogger<SqliteHistory> logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        Directory.CreateDirectory(options.Directory);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(options.Directory, "history.db"), DefaultTimeout = 5 }.ToString();
        try
        {
            var history = new SqliteHistory(HistoryFile.Open(connectionString, log.LogId, logger), connectionString, options, log, lookup, time, logger);
            try
            {
                await history.BeginAsync(ct);
                return history;
            }
            catch
            {
                await history.DisposeAsync();
                throw;
            }
        }
        catch (SqliteException e)
        {
            throw new HistoryUnavailableException($"The history in {Path.GetFullPath(options.Directory)} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Nothing: this history belongs to one node and follows all shards.</summary>
    public void Assigned(int shard)
    {
    }

    /// <inheritdoc cref="Assigned"/>
    public void Released(int shard)
    {
    }

    /// <inheritdoc/>
    public ValueTask<ReplayPlaces> FindPlacesAsync(int shard, string channel, long after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        using var question = new Question(_time);
        return new ValueTask<ReplayPlaces>(Asked(() => _events.Places(_shards[shard], channel, after, limit)));
    }

    /// <inheritdoc/>
    public long Watermark(int shard) => _shards[shard].Watermark;

    /// <inheritdoc/>
    public ValueTask WaitForAsync(int shard, long offset, CancellationToken ct) => new(_shards[shard].WaitForAsync(offset, ct));

    /// <inheritdoc/>
    public async ValueTask<JobView?> FindJobAsync(string jobId, CancellationToken ct)
    {
        using var question = new Question(_time);
        return ShardOf(jobId) is { } shard && await FindAsync(shard, () => Job(shard, jobId), ct) is { } found
            ? await WithResultAsync(found.Job, ct)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<JobPage> ListJobsAsync(JobQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        using var question = new Question(_time);
        if (_shards.Any(shard => shard.Read(history => history.HasChangesOf(query.User))))
        {
            await _store.StoreAsync(ct);
        }

        var (jobs, next) = Asked(() => _reads.Jobs(query));
        for (var i = 0; query.WithResults && i < jobs.Count; i++)
        {
            jobs[i] = await WithResultAsync(jobs[i], ct);
        }

        return new JobPage(jobs, next);
    }

    /// <inheritdoc/>
    public ValueTask<KnownCommands> FindCommandsAsync(int shard, string commandId, CancellationToken ct)
    {
        using var question = new Question(_time);
        // Memory is looked at first, because what is there may be stored in between.
        var next = Watermark(shard);
        var seen = _shards.Select(reader => reader.Read(history => history.FindCommand(commandId))).OfType<CommandView>().ToList();
        return new ValueTask<KnownCommands>(KnownCommands.Of(next, Asked(() => _reads.Commands(commandId)), seen));
    }

    /// <inheritdoc/>
    public async ValueTask<LogRecord?> FindSubmitAsync(JobView job, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Command >= 0 && await _lookup.FindAsync(job.Shard, [job.Command], ct) is [var entry] ? entry.Record : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, LogRecord>> FindSubmitsAsync(IReadOnlyList<JobView> jobs, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var found = new Dictionary<string, LogRecord>(StringComparer.Ordinal);
        foreach (var shard in jobs.Where(job => job.Command >= 0).GroupBy(job => job.Shard))
        {
            var byOffset = shard.ToLookup(job => job.Command);
            foreach (var entry in await _lookup.FindAsync(shard.Key, [.. byOffset.Select(at => at.Key).Order()], ct))
            {
                foreach (var job in byOffset[entry.Offset])
                {
                    found[job.Id] = entry.Record;
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<string?> ReadTextAsync(string jobId, CancellationToken ct)
    {
        using var question = new Question(_time);
        return ShardOf(jobId) is { } shard && await FindAsync(shard, () => Job(shard, jobId), ct) is { } found
            ? await AskedAsync(_events.TextAsync(shard, found.Job, found.Job.IsOpen ? found.Seen : found.Job.Terminal, ct))
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<EventPage> ListEventsAsync(EventQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        using var question = new Question(_time);
        var job = query.Job is not null && ShardOf(query.Job) is { } at ? (await FindAsync(at, () => Job(at, query.Job), ct))?.Job : null;
        if (query.Job is not null && job is null)
        {
            return new EventPage(0, [], null);
        }

        var channel = query.Channel ?? job?.Channel ?? throw new ArgumentException("Events are asked for by channel or by job.", nameof(query));
        if (!ChannelName.TryParse(channel, out var name))
        {
            return new EventPage(0, [], null);
        }

        var shard = _shards[name.ShardOf(_shards.Length)];
        var after = Math.Max(query.After ?? -1, job?.Command ?? -1);
        var before = Math.Min(query.Before ?? long.MaxValue, job is { IsOpen: false } ? job.Terminal + 1 : shard.Watermark);
        if (query.Since is { } since)
        {
            after = Math.Max(after, await _lookup.OffsetAtAsync(shard.Shard, since.ToUnixTimeMilliseconds(), ct) - 1);
        }

        if (query.Until is { } until)
        {
            before = Math.Min(before, await _lookup.OffsetAtAsync(shard.Shard, until.ToUnixTimeMilliseconds(), ct));
        }

        return await AskedAsync(_events.PageAsync(shard, query, channel, after, before, ct));
    }

    /// <inheritdoc/>
    public async ValueTask<ChannelSnapshot> SnapshotAsync(string channel, int events, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, EventQuery.MaxLimit);
        using var question = new Question(_time);
        var shard = _shards[ChannelName.Parse(channel).ShardOf(_shards.Length)];
        var (next, open) = shard.Read(history => (history.Next, history.Jobs
            .Where(job => job.IsOpen && string.Equals(job.Channel, channel, StringComparison.Ordinal))
            .OrderBy(job => job.Command).ToList()));
        var last = events == 0
            ? []
            : (await AskedAsync(_events.PageAsync(shard, new EventQuery { NewestFirst = true, Limit = events }, channel, -1, next, ct))).Events.Reverse().ToList();
        var jobs = new List<OpenJobView>(open.Count);
        foreach (var job in open.Where(job => !EndedBefore(shard, job.Id, next)))
        {
            jobs.Add(new OpenJobView(job, await AskedAsync(_events.TextAsync(shard, job, next, ct))));
        }

        return new ChannelSnapshot(channel, new LogPosition(shard.Shard, next - 1), jobs, last);
    }

    /// <summary>Stores now what would be stored a little later; for tests and operators.</summary>
    public Task StoreAsync(CancellationToken ct) => _store.StoreAsync(ct);

    /// <summary>Removes now what retention would remove at its next turn; for tests and operators.</summary>
    public Task SweepAsync(CancellationToken ct) => _store.SweepAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _gauge.Dispose();
        await _closing.CancelAsync();
        await _running;
        await _store.DisposeAsync();
        _closing.Dispose();
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        foreach (var shard in _shards)
        {
            await shard.BeginAsync(ct);
        }

        _running = Task.WhenAll([.. _shards.Select(shard => shard.RunAsync(_closing.Token)), _store.RunAsync(_shards, _closing.Token)]);
    }

    private ShardReader? ShardOf(string jobId) => JobId.TryParse(jobId, out var id) && id.Shard < _shards.Length ? _shards[id.Shard] : null;

    // Looks, and looks again when everything that is durable now was seen.
    private async ValueTask<T?> FindAsync<T>(ShardReader shard, Func<T?> find, CancellationToken ct)
        where T : class
    {
        if (find() is { } found)
        {
            return found;
        }

        var bounds = await _log.BoundsAsync(shard.Shard, ct);
        await shard.WaitForAsync(bounds.Next - 1, ct);
        return find();
    }

    private FoundJob? Job(ShardReader shard, string id)
    {
        var (seen, isNew, next) = shard.Read(history => (history.Find(id, out var isNew), isNew, history.Next));
        if (seen is not null && !isNew)
        {
            return new FoundJob(seen, next);
        }

        // A new job may be one that ended long ago and was submitted again: then the stored one counts.
        var stored = Asked(() => _reads.Job(id));
        return stored is not null && (seen is null || !stored.IsOpen) ? new FoundJob(stored, next)
            : seen is not null ? new FoundJob(seen, next)
            : null;
    }

    private bool EndedBefore(ShardReader shard, string job, long offset) =>
        Job(shard, job) is { Job: { IsOpen: false } ended } && ended.Terminal < offset;

    private async ValueTask<JobView> WithResultAsync(JobView job, CancellationToken ct) =>
        !job.IsOpen && await _lookup.FindAsync(job.Shard, [job.Terminal], ct) is [var entry]
            ? job with { Result = entry.Record.Value }
            : job;

    private static T Asked<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (SqliteException e)
        {
            throw new HistoryUnavailableException($"The history could not be read: {e.Message}", e);
        }
    }

    private static async ValueTask<T> AskedAsync<T>(ValueTask<T> question)
    {
        try
        {
            return await question;
        }
        catch (SqliteException e)
        {
            throw new HistoryUnavailableException($"The history could not be read: {e.Message}", e);
        }
    }

    /// <summary>A job as it stands before an offset.</summary>
    private sealed record FoundJob(JobView Job, long Seen);
}
