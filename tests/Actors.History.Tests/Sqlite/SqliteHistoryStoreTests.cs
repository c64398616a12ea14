using Actors.Contracts.Jobs;
using Actors.History.Sqlite;
using Actors.Log;
using Actors.Log.Claims;
using Actors.Log.Sqlite;
using Actors.TestServers;

namespace Actors.History.Tests.Sqlite;

/// <summary>What is stored, what is made again, and what is removed.</summary>
public sealed class SqliteHistoryStoreTests() : HistoryFixture(new SqliteKind())
{
    private const string Channel = "user:u";

    [Fact]
    public async Task Open_again_goes_on_at_the_watermark()
    {
        await using var log = OpenLog();
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await using (var history = await OpenAsync(log))
        {
            await FillAsync(log, claim, 0, 20);
            await CaughtUpAsync(log, history);
        }

        await using var again = await OpenAsync(log);

        again.Watermark(0).ShouldBeGreaterThan(20);
        await FillAsync(log, claim, 20, 10);
        await CaughtUpAsync(log, again);
        await CheckAsync(again, 30);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("garbage")]
    [InlineData("other log")]
    [InlineData("other form")]
    public async Task A_file_that_cannot_be_used_is_made_again(string how)
    {
        await using var log = OpenLog();
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 20);
        await using (var history = await OpenAsync(log))
        {
            await CaughtUpAsync(log, history);
        }

        Spoil(how);
        await using var again = await OpenAsync(log);
        await CaughtUpAsync(log, again);

        await CheckAsync(again, 20);
    }

    [Fact]
    public async Task The_file_of_another_log_is_kept_beside_the_new_one()
    {
        await using (var log = OpenLog())
        await using (var history = await OpenAsync(log))
        {
            await FillAsync(log, await log.ClaimAsync(0, Build.Claim(), None), 0, 20);
            await CaughtUpAsync(log, history);
        }

        Execute("UPDATE history SET log_id = 27");
        await using var same = OpenLog();
        await using var again = await OpenAsync(same);

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Directory, "history-0000001b.db")};Pooling=False");
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM jobs";
        count.ExecuteScalar().ShouldBe(20L);
    }

    [Fact]
    public async Task A_history_that_retention_has_overtaken_begins_with_the_claims_of_the_recovery_point()
    {
        await using var log = OpenLog(retention: new LogRetention { MaxAge = TimeSpan.FromHours(1) });
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 50);
        Time.Advance(TimeSpan.FromHours(2));
        await FillAsync(log, claim, 50, 10);
        await PointAsync(log, claim, await StateAsync(log));
        (await log.SweepAsync(None)).ShouldBeGreaterThan(100);

        await using var history = await OpenAsync(log);
        await CaughtUpAsync(log, history);

        var events = (await history.ListEventsAsync(new EventQuery { Channel = Channel, Limit = 1000 }, None)).Events;
        events.Count.ShouldBe(20);
        (await history.FindJobAsync(Build.JobId(55), None))!.Status.ShouldBe(JobStatus.Completed);
    }

    [Fact]
    public async Task A_history_knows_what_is_left_behind_a_recovery_point_where_retention_has_removed_the_first_of_it()
    {
        await using var log = OpenLog(retention: new LogRetention { MaxAge = TimeSpan.FromHours(1) });
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        var state = await StateAsync(log);
        await FillAsync(log, claim, 0, 50);
        Time.Advance(TimeSpan.FromHours(2));
        await FillAsync(log, claim, 50, 10);
        await PointAsync(log, claim, state);
        (await log.SweepAsync(None)).ShouldBeGreaterThan(100);

        await using var history = await OpenAsync(log);
        await CaughtUpAsync(log, history);

        (await history.ListEventsAsync(new EventQuery { Channel = Channel, Limit = 1000 }, None)).Events.Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_file_that_takes_nothing_is_told_of_once_and_tried_until_it_does()
    {
        await using var log = OpenLog();
        var lines = new LineCounter<SqliteHistory>();
        var options = new SqliteHistoryOptions { Directory = Directory, StoreInterval = TimeSpan.FromMilliseconds(10) };
        await using var history = await SqliteHistory.OpenAsync(options, log, log, TimeProvider.System, lines, None);
        Execute("CREATE TRIGGER full BEFORE INSERT ON shards BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 20);
        await CaughtUpAsync(log, history);
        await Until.TrueAsync(() => lines.Count(10) > 0, "it cannot be stored");
        await Should.ThrowAsync<LogUnavailableException>(() => history.StoreAsync(None));

        Execute("DROP TRIGGER full");
        await Until.TrueAsync(() => lines.Count(11) == 1, "it can be stored again");

        lines.Count(10).ShouldBe(1);
        await CheckAsync(history, 20);
    }

    private void Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Directory, "history.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task SweepAsync_removes_ended_jobs_old_commands_and_the_index_of_removed_events()
    {
        await using var log = OpenLog(retention: new LogRetention { MaxAge = TimeSpan.FromHours(1) });
        await using var history = await OpenAsync(log, new JobRetention { Jobs = TimeSpan.FromDays(2), Commands = TimeSpan.FromHours(1) });
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 3);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(77), id: "open"), None);
        await CaughtUpAsync(log, history);
        await StoreAsync(history);
        Time.Advance(TimeSpan.FromDays(1));
        await SweepAsync(history);
        await CheckAsync(history, 3);
        (await history.FindCommandsAsync(0, "id-1", None)).Commands.ShouldBeEmpty();

        Time.Advance(TimeSpan.FromDays(2));
        var last = (await log.BoundsAsync(0, None)).Next - 1;
        await log.CommitPointAsync(0, last, last, None);
        (await log.SweepAsync(None)).ShouldBe(last);
        await SweepAsync(history);

        var left = (await history.ListJobsAsync(new JobQuery { User = "u" }, None)).Jobs.Single();
        (left.Id, left.Status).ShouldBe((Build.JobId(77), JobStatus.Submitted));
        (await history.ListEventsAsync(new EventQuery { Channel = Channel }, None)).Events.ShouldBeEmpty();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Directory, "history.db")}");
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT (SELECT count(*) FROM runs) + (SELECT count(*) FROM commands)";
        count.ExecuteScalar().ShouldBe(0L);
    }

    [Fact]
    public async Task A_job_whose_events_retention_has_removed_is_there_without_its_result()
    {
        await using var log = OpenLog(retention: new LogRetention { MaxAge = TimeSpan.FromHours(1) });
        await using var history = await OpenAsync(log);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 1);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(77)), None);
        await CaughtUpAsync(log, history);
        Time.Advance(TimeSpan.FromHours(2));
        await log.CommitPointAsync(0, 4, 4, None);
        await log.SweepAsync(None);

        var job = await history.FindJobAsync(Build.JobId(0), None);

        job!.Status.ShouldBe(JobStatus.Completed);
        job.Result.ShouldBeNull();
        (await history.FindSubmitAsync(job, None)).ShouldBeNull();
        (await history.ReadTextAsync(job.Id, None)).ShouldBe("");
    }

    [Fact]
    public async Task WaitForAsync_ends_when_the_record_was_seen_and_fails_when_the_history_is_closed()
    {
        await using var log = OpenLog();
        var history = await OpenAsync(log);
        var (first, never) = (history.WaitForAsync(0, 0, None).AsTask(), history.WaitForAsync(0, 1000, None).AsTask());
        using var cancel = new CancellationTokenSource();
        var cancelled = history.WaitForAsync(0, 1000, cancel.Token).AsTask();
        first.IsCompleted.ShouldBeFalse();

        await log.ClaimAsync(0, Build.Claim(), None);
        await first;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        never.IsCompleted.ShouldBeFalse();
        await history.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => never);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await history.WaitForAsync(0, 1000, None));
    }

    [Theory]
    [InlineData("History:Retention:Jobs")]
    [InlineData("History:StoreInterval")]
    [InlineData("Data:Directory")]
    public void Validate_names_the_key(string key)
    {
        var options = new SqliteHistoryOptions
        {
            Directory = key.StartsWith("Data", StringComparison.Ordinal) ? "" : "x",
            StoreInterval = key.EndsWith("StoreInterval", StringComparison.Ordinal) ? TimeSpan.Zero : TimeSpan.FromSeconds(1),
            Retention = key.EndsWith("Jobs", StringComparison.Ordinal) ? new JobRetention { Jobs = TimeSpan.Zero } : new JobRetention(),
        };

        Should.Throw<ArgumentException>(options.Validate).Message.ShouldContain(key);
    }

    /// <summary>Jobs that are submitted and completed at once: a command and two events each.</summary>
    private static async Task FillAsync(SqliteLog log, long claim, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await log.SubmitAsync(Build.Submit(Channel, Build.JobId(i), id: $"id-{i}"), None);
            await log.AppendAsync(0, Build.Event(claim, 2 * i, Channel, JobStep.Queued, Build.JobId(i)), None);
            await log.AppendAsync(0, Build.Event(claim, (2 * i) + 1, Channel, JobStep.Completed, Build.JobId(i), $"result {i}"), None);
        }
    }

    private static async Task CheckAsync(IHistory history, int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            var job = await history.FindJobAsync(Build.JobId(i), None);
            job!.Status.ShouldBe(JobStatus.Completed);
            System.Text.Encoding.UTF8.GetString(job.Result!.Value.Span).ShouldContain($"result {i}\"");
        }

        (await history.ListEventsAsync(new EventQuery { Channel = Channel, Limit = 1000 }, None)).Events.Count.ShouldBe(2 * jobs);
    }

    /// <summary>The state at the log's end.</summary>
    private static async Task<RecoveryPoint> StateAsync(SqliteLog log)
    {
        var filter = new ClaimFilter();
        var entries = (await log.ReadAsync(0, 0, int.MaxValue, None)).Entries.ToArray();
        foreach (var entry in entries)
        {
            filter.Accept(entry.Offset, entry.Record);
        }

        return new RecoveryPoint(entries[^1].Offset, filter.Capture(), -1, log.LogId);
    }

    /// <summary>Commits a point with a state; retention may remove what lies before the point itself.</summary>
    private static async Task PointAsync(SqliteLog log, long claim, RecoveryPoint state)
    {
        var value = new System.Buffers.ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(value, state);
        await log.AppendAsync(0, new LogRecord { Kind = RecordKind.Point, Stamp = claim, Seq = 120, Value = value.WrittenMemory }, None);
        var point = (await log.BoundsAsync(0, None)).Next - 1;
        await log.CommitPointAsync(0, point, point - 1, None);
    }

    private void Spoil(string how)
    {
        var path = Path.Combine(Directory, "history.db");
        switch (how)
        {
            case "gone":
                File.Delete(path);
                break;
            case "garbage":
                File.WriteAllText(path, string.Concat(Enumerable.Repeat("This is no database. ", 1000)));
                break;
            default:
                using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
                {
                    connection.Open();
                    using var update = connection.CreateCommand();
                    update.CommandText = how == "other log" ? "UPDATE history SET log_id = log_id + 1" : "UPDATE history SET version = 99";
                    update.ExecuteNonQuery();
                }

                break;
        }
    }
}
