using Actors.Contracts.Channels;
using Actors.Contracts.Jobs;
using Actors.History.Following;
using Actors.Log;
using Microsoft.Extensions.Logging;

namespace Actors.History.Postgres;

/// <summary>
/// The history that several nodes share: jobs, commands, events and an index of them in PostgreSQL. Each shard is written by the
/// node that the placement gave it to; its watermark moves in the same transaction, and only from where the writer began, so
/// two writers of one shard do no harm. Any node answers: for its own shards from memory and the database, for others from the
/// database. Thread-safe.
/// </summary>
public sealed class PostgresHistory : IHistory
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PostgresHistoryOptions _options;
    private readonly IDurableLog _log;
    private readonly TimeProvider _time;
    private readonly HistoryDatabase _database;
    private readonly PostgresStore _store;
    private readonly PostgresSweep _sweep;
    private readonly JobReads _jobs;
    private readonly EventReads _places;
    private readonly ShardEvents _events;
    private readonly RemoteShards _remote;
    private readonly FollowedShards _followed;
    private readonly HistoryGauge _gauge;
    private readonly int[] _shards;
    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private int _disposed;

    private PostgresHistory(PostgresHistoryOptions options, IDurableLog log, IRecordLookup lookup, TimeProvider time, ILogger logger)
    {
        (_options, _log, _time) = (options, log, time);
        _shards = [.. Enumerable.Range(0, log.ShardCount)];
        _database = new HistoryDatabase(options, log.LogId, time, logger);
        var (partitions, keeps) = (new Partitions(_database, options.Schema), new EventKeeps(options.Events));
        _store = new PostgresStore(_database, partitions, keeps, options, log, time, logger);
        _sweep = new PostgresSweep(_database, partitions, keeps, options, log, time, logger);
        (_jobs, _places) = (new JobReads(_database), new EventReads(_database));
        _events = new ShardEvents(_places);
        _remote = new RemoteShards(_jobs, options, log.ShardCount, time);
        var limits = new ReaderLimits(KeepRecords: true, Math.Max(1024 * 1024, options.MaxUnstoredBytes / log.ShardCount));
        _followed = new FollowedShards(shard => new ShardReader(shard, log, lookup, _jobs, limits, _store.Changed, time, logger), _store);
        _store.Readers = () => _followed.Readers;
        _gauge = new HistoryGauge(() => _database.IsReady && !_store.IsFailing, () => _followed.Readers);
    }

    /// <summary>
    /// Opens the history. A database that does not answer is tried until it does, and until then questions are refused; what it
    /// missed is read from the log.
    /// </summary>
    /// <param name="options">How the history works.</param>
    /// <param name="log">The log to follow. It must outlive the history.</param>
    /// <param name="lookup">The same log, as one that finds single records.</param>
    /// <param name="time">The clock for intervals and retention.</param>
    /// <param name="logger">Where failures are reported.</param>
    /// <param name="ct">Ends the opening.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="HistorySchemaException">A newer program has changed the schema, or it holds another log's history.</exception>
    public static async Task<PostgresHistory> OpenAsync(
        PostgresHistoryOptions options, IDurableLog log, IRecordLookup lookup, TimeProvider time, ILogger<PostgresHistory> logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        var history = new PostgresHistory(options, log, lookup, time, logger);
        try
        {
            await history._database.TryAsync(ct);
            history.Begin();
            return history;
        }
        catch
        {
            await history.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether the database answers now.</summary>
    public bool IsAvailable => _database.IsReady;

    /// <inheritdoc/>
    public void Assigned(int shard) => _followed.Add(shard);

    /// <inheritdoc/>
    public void Released(int shard) => _followed.Remove(shard);

    /// <inheritdoc/>
    public long Watermark(int shard) => _followed.Find(shard)?.Watermark ?? _remote.Watermark(shard);

    /// <inheritdoc/>
    public async ValueTask WaitForAsync(int shard, long offset, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        using var limit = new CancellationTokenSource(_options.QuestionTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            while (!await CameAsync(shard, offset, either.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new HistoryUnavailableException($"The history of shard {shard} has not come to offset {offset} in time.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<JobView?> FindJobAsync(string jobId, CancellationToken ct)
    {
        using var question = new Question(_time);
        return await FindAsync(jobId, ct) is { } found ? await WithResultAsync(found.Job, ct) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<JobPage> ListJobsAsync(JobQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        using var question = new Question(_time);
        var readers = _followed.Readers.Where(r => r.HasBegun && r.Read(history => history.HasChangesOf(query.User))).ToList();
        if (readers.Count > 0)
        {
            await _store.StoreAsync(readers, ct);
        }

        var (jobs, next) = await _jobs.ListAsync(query, ct);
        if (query.WithResults && jobs.Where(j => !j.IsOpen).Select(j => j.Id).ToArray() is { Length: > 0 } ended)
        {
            var results = await _jobs.ResultsAsync(ended, ct);
            jobs = [.. jobs.Select(job => results.TryGetValue(job.Id, out var result) ? job with { Result = result } : job)];
        }

        return new JobPage(jobs, next);
    }

    /// <inheritdoc/>
    public async ValueTask<KnownCommands> FindCommandsAsync(int shard, string commandId, CancellationToken ct)
    {
        using var question = new Question(_time);
        // Memory is looked at first, because what is there may be stored in between; a reader that is released keeps it until then.
        var readers = _followed.Readers.Where(reader => reader.HasBegun).ToList();
        var seenTo = readers.Find(reader => reader.Shard == shard)?.Watermark ?? 0;
        var seen = readers.Select(reader => reader.Read(history => history.FindCommand(commandId))).OfType<CommandView>().ToList();
        var (next, stored) = await _jobs.FindCommandsAsync(shard, commandId, _shards, ct);
        return KnownCommands.Of(Math.Max(seenTo, next), stored, seen);
    }

    /// <inheritdoc/>
    public async ValueTask<LogRecord?> FindSubmitAsync(JobView job, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(job);
        return (await FindSubmitsAsync([job], ct)).GetValueOrDefault(job.Id);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, LogRecord>> FindSubmitsAsync(IReadOnlyList<JobView> jobs, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var (found, others) = (new Dictionary<string, LogRecord>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var job in jobs)
        {
            if (_followed.Find(job.Shard)?.Read(history => history.UnstoredSubmit(job.Id)) is { } unstored)
            {
                found[job.Id] = unstored.Record;
            }
            else
            {
                others[job.Id] = job.Channel;
            }
        }

        if (others.Count > 0)
        {
            foreach (var (job, submit) in await _jobs.SubmitsAsync(others, ct))
            {
                found[job] = submit;
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<string?> ReadTextAsync(string jobId, CancellationToken ct)
    {
        using var question = new Question(_time);
        return await FindAsync(jobId, ct) is { } found
            ? await _events.TextAsync(_followed.Find(found.Job.Shard), found.Job, found.Job.IsOpen ? found.Seen : found.Job.Terminal, ct)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<EventPage> ListEventsAsync(EventQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        using var question = new Question(_time);
        var job = query.Job is null ? null : (await FindAsync(query.Job, ct))?.Job;
        if (query.Job is not null && job is null)
        {
            return new EventPage(0, [], null);
        }

        var channel = query.Channel ?? job?.Channel ?? throw new ArgumentException("Events are asked for by channel or by job.", nameof(query));
        if (!ChannelName.TryParse(channel, out var name))
        {
            return new EventPage(0, [], null);
        }

        var shard = name.ShardOf(_log.ShardCount);
        var reader = _followed.Find(shard);
        var end = job is { IsOpen: false } ? job.Terminal + 1 : reader?.Watermark ?? long.MaxValue;
        var slice = new EventSlice(shard, channel, Math.Max(query.After ?? -1, job?.Command ?? -1), Math.Min(query.Before ?? long.MaxValue, end))
        {
            NewestFirst = query.NewestFirst,
            Since = query.Since?.ToUnixTimeMilliseconds() ?? long.MinValue,
            Until = query.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue,
        };
        return await _events.PageAsync(reader, slice, query, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<ChannelSnapshot> SnapshotAsync(string channel, int events, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, EventQuery.MaxLimit);
        using var question = new Question(_time);
        var shard = ChannelName.Parse(channel).ShardOf(_log.ShardCount);
        var reader = _followed.Find(shard);
        var (next, open) = reader?.Read(history => (history.Next, history.Jobs
            .Where(job => job.IsOpen && string.Equals(job.Channel, channel, StringComparison.Ordinal))
            .OrderBy(job => job.Command).ToList())) ?? await _jobs.OpenJobsAsync(shard, channel, ct) ?? (0, []);
        var slice = new EventSlice(shard, channel, -1, next) { NewestFirst = true };
        var last = events == 0 ? [] : (await _events.PageAsync(reader, slice, new EventQuery { NewestFirst = true, Limit = events }, ct)).Events.Reverse().ToList();
        var jobs = new List<OpenJobView>(open.Count);
        foreach (var job in open)
        {
            if (reader is null || await JobAsync(shard, job.Id, ct) is not { Job.IsOpen: false } ended || ended.Job.Terminal >= next)
            {
                jobs.Add(new OpenJobView(job, await _events.TextAsync(reader, job, next, ct)));
            }
        }

        return new ChannelSnapshot(channel, new LogPosition(shard, next - 1), jobs, last);
    }

    /// <inheritdoc/>
    public async ValueTask<ReplayPlaces> FindPlacesAsync(int shard, string channel, long after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        using var question = new Question(_time);
        return _followed.Find(shard) is { } reader
            ? await PlacesAsync(reader, channel, after, limit, ct)
            : await _places.PlacesAsync(shard, channel, after, limit, ct);
    }

    /// <summary>Stores now what would be stored a little later; for tests and operators.</summary>
    public Task StoreAsync(CancellationToken ct) => _store.StoreAsync(_followed.Readers, ct);

    /// <summary>Removes now what retention would remove at its next turn; for tests and operators.</summary>
    public Task SweepAsync(CancellationToken ct) => _sweep.SweepAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _gauge.Dispose();
        await _followed.DisposeAsync();
        await _closing.CancelAsync();
        await _running;
        _store.Dispose();
        await _database.DisposeAsync();
        _closing.Dispose();
    }

    private void Begin() => _running = Task.WhenAll(
        _database.RunAsync(_closing.Token), _store.RunAsync(_closing.Token), _sweep.RunAsync(_closing.Token), ListenAsync(_closing.Token));

    private async Task ListenAsync(CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _database.ReadyAsync(ct);
                await _database.ListenAsync([_store.StoredChannel, _remote.WantedChannel], Told, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (LogUnavailableException)
            {
                // Told by the database; who waits looks by himself until this listens again.
                await Task.Delay(Pause, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Told(string channel, string payload)
    {
        if (string.Equals(channel, _remote.WantedChannel, StringComparison.Ordinal))
        {
            foreach (var shard in RemoteShards.Wanted(payload))
            {
                _store.Hurry(shard);
            }
        }
        else
        {
            _remote.Take(payload);
        }
    }

    // Waits as the shard's place of the moment demands; false when that has changed meanwhile.
    private async Task<bool> CameAsync(int shard, long offset, CancellationToken ct)
    {
        if (_followed.FindAny(shard) is not { } reader)
        {
            return await _remote.WaitForAsync(shard, offset, () => _followed.FindAny(shard) is not null, ct);
        }

        try
        {
            await reader.WaitForAsync(offset, ct);
            return true;
        }
        catch (ObjectDisposedException) when (_disposed == 0)
        {
            return false;
        }
    }

    private ValueTask<FoundJob?> FindAsync(string jobId, CancellationToken ct) =>
        JobId.TryParse(jobId, out var id) && id.Shard < _log.ShardCount ? LookAsync(id.Shard, () => JobAsync(id.Shard, jobId, ct), ct) : new ValueTask<FoundJob?>((FoundJob?)null);

    // Looks, and looks again when everything that is durable now was seen.
    private async ValueTask<T?> LookAsync<T>(int shard, Func<ValueTask<T?>> look, CancellationToken ct)
        where T : class
    {
        if (await look() is { } found)
        {
            return found;
        }

        var bounds = await _log.BoundsAsync(shard, ct);
        if (bounds.Next > 0)
        {
            await WaitForAsync(shard, bounds.Next - 1, ct);
        }

        return await look();
    }

    private async ValueTask<FoundJob?> JobAsync(int shard, string id, CancellationToken ct)
    {
        var (seen, isNew, next) = _followed.Find(shard)?.Read(history => (history.Find(id, out var isNew), isNew, history.Next)) ?? (null, false, 0);
        if (seen is not null && !isNew)
        {
            return new FoundJob(seen, next);
        }

        // A new job may be one that ended long ago and was submitted again: then the stored one counts.
        var stored = await _jobs.FindAsync(id, ct);
        return stored is { } known && (seen is null || !known.Job.IsOpen) ? new FoundJob(known.Job, Math.Max(next, known.Next))
            : seen is not null ? new FoundJob(seen, next)
            : null;
    }

    private async ValueTask<JobView> WithResultAsync(JobView job, CancellationToken ct)
    {
        if (job.IsOpen)
        {
            return job;
        }

        if (_followed.Find(job.Shard)?.Read(history => history.UnstoredResult(job.Id)) is { } unstored && unstored.Offset == job.Terminal)
        {
            return job with { Result = unstored.Record.Value };
        }

        return (await _jobs.ResultsAsync([job.Id], ct)).TryGetValue(job.Id, out var result) ? job with { Result = result } : job;
    }

    // What is stored reaches to the store's watermark at least; what is behind it is in memory.
    private async ValueTask<ReplayPlaces> PlacesAsync(ShardReader reader, string channel, long after, int limit, CancellationToken ct)
    {
        var (first, stored, next, unstored) = reader.Read(history => (history.First, history.StoredNext, history.Next, history.UnstoredOffsets(channel)));
        if (after >= next || after + 1 < first)
        {
            return new ReplayPlaces([], after);
        }

        var places = new ReplayPlaces([], after);
        if (after + 1 < stored)
        {
            places = await _places.PlacesAsync(reader.Shard, channel, after, limit, ct);
            if (places.Through < stored - 1 || places.Offsets.Count == limit)
            {
                return places;
            }
        }

        List<long> offsets = [.. places.Offsets, .. unstored.Where(o => o > places.Through)];
        return offsets.Count >= limit
            ? new ReplayPlaces(offsets[..limit], offsets[limit - 1])
            : new ReplayPlaces(offsets, Math.Max(places.Through, next - 1));
    }

    /// <summary>A job as it stands before an offset.</summary>
    private sealed record FoundJob(JobView Job, long Seen);
}
