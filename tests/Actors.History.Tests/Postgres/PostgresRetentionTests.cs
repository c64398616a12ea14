using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.History.Postgres;
using Actors.Log;
using Actors.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.History.Tests.Postgres;

/// <summary>What goes, and when: events by class and day, runs with the log, jobs and commands as they end.</summary>
[Trait("Server", "postgres")]
public sealed class PostgresRetentionTests() : HistoryFixture(new PostgresKind())
{
    private const string Channel = "user:u";

    [Fact]
    public async Task SweepAsync_drops_the_days_of_each_class()
    {
        var options = new PostgresHistoryOptions
        {
            ConnectionString = await PostgresKind.CreateDatabaseAsync(),
            Events = new EventRetention
            {
                Events = TimeSpan.FromDays(5),
                Text = TimeSpan.FromDays(1),
                Types = new Dictionary<string, TimeSpan> { ["alarm"] = TimeSpan.FromDays(20) },
            },
        };
        await using var log = OpenLog();
        await using var history = await OpenAsync(log, options);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        for (var i = 0; i < 30; i++)
        {
            var type = (i % 3) switch { 0 => EventTypes.ChatChunk, 1 => "alarm", _ => "note" };
            await log.AppendAsync(0, Build.Event(claim, i, Channel, type: type), None);
        }

        await CaughtUpAsync(log, history);
        await history.StoreAsync(None);

        (await TypesAsync(history)).ShouldBe([(EventTypes.ChatChunk, 10), ("alarm", 10), ("note", 10)]);
        Time.Advance(TimeSpan.FromDays(3));
        await history.SweepAsync(None);
        (await TypesAsync(history)).ShouldBe([("alarm", 10), ("note", 10)]);
        Time.Advance(TimeSpan.FromDays(5));
        await history.SweepAsync(None);
        (await TypesAsync(history)).ShouldBe([("alarm", 10)]);
        Time.Advance(TimeSpan.FromDays(20));
        await history.SweepAsync(None);
        (await TypesAsync(history)).ShouldBeEmpty();
        (await history.FindPlacesAsync(0, Channel, claim, 100, None)).Offsets.Count.ShouldBe(30);
        (await PostgresSchemaTests.ScalarAsync(options, "SELECT count(*) FROM actors.partitions WHERE day < 19675 + 8")).ShouldBe(1L);
    }

    [Fact]
    public async Task SweepAsync_removes_ended_jobs_with_their_records_and_old_commands()
    {
        var options = new PostgresHistoryOptions
        {
            ConnectionString = await PostgresKind.CreateDatabaseAsync(),
            Retention = new JobRetention { Jobs = TimeSpan.FromDays(2), Commands = TimeSpan.FromHours(1) },
        };
        await using var log = OpenLog();
        await using var history = await OpenAsync(log, options);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(1), id: "old"), None);
        await log.AppendAsync(0, Build.Event(claim, 0, Channel, JobStep.Queued, Build.JobId(1)), None);
        await log.AppendAsync(0, Build.Event(claim, 1, Channel, JobStep.Completed, Build.JobId(1)), None);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(2), id: "open"), None);
        await CaughtUpAsync(log, history);
        await history.StoreAsync(None);
        Time.Advance(TimeSpan.FromDays(1));
        await history.SweepAsync(None);
        (await history.FindJobAsync(Build.JobId(1), None))!.Result.ShouldNotBeNull();
        (await history.FindCommandsAsync(0, "old", None)).Commands.ShouldBeEmpty();

        Time.Advance(TimeSpan.FromDays(2));
        await history.SweepAsync(None);

        (await history.ListJobsAsync(new JobQuery { User = "u" }, None)).Jobs.Single().Id.ShouldBe(Build.JobId(2));
        (await PostgresSchemaTests.ScalarAsync(options, "SELECT (SELECT count(*) FROM actors.submits) * 100 + (SELECT count(*) FROM actors.results) * 10 + (SELECT count(*) FROM actors.commands)")).ShouldBe(100L);
    }

    [Fact]
    public async Task SweepAsync_drops_the_index_with_the_log()
    {
        var options = new PostgresHistoryOptions { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
        await using var log = OpenLog(retention: new LogRetention { MaxAge = TimeSpan.FromDays(3) });
        await using var history = await OpenAsync(log, options);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await WriteAsync(log, claim, 0, 100);
        await CaughtUpAsync(log, history);
        await history.StoreAsync(None);
        Time.Advance(TimeSpan.FromDays(5));
        await WriteAsync(log, claim, 100, 100);
        await CaughtUpAsync(log, history);
        await history.StoreAsync(None);
        await history.SweepAsync(None);
        (await history.FindPlacesAsync(0, Channel, claim, 1000, None)).Offsets.Count.ShouldBe(200);

        await log.CommitPointAsync(0, claim + 200, claim + 200, None);
        await log.SweepAsync(None);
        await history.SweepAsync(None);

        (await log.BoundsAsync(0, None)).First.ShouldBe(claim + 101);
        (await history.FindPlacesAsync(0, Channel, claim, 1000, None)).Through.ShouldBe(claim);
        (await history.FindPlacesAsync(0, Channel, claim + 100, 1000, None)).Offsets.Count.ShouldBe(100);
        (await PostgresSchemaTests.ScalarAsync(options, "SELECT count(*) FROM actors.runs WHERE first <= 100")).ShouldBe(0L);
    }

    private static async Task WriteAsync(SqliteLog log, long claim, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await log.AppendAsync(0, Build.Event(claim, i, Channel), None);
        }
    }

    private static async Task<List<(string Type, int Count)>> TypesAsync(PostgresHistory history) =>
        [.. (await history.ListEventsAsync(new EventQuery { Channel = Channel, Limit = 1000 }, None)).Events
            .GroupBy(e => e.Record.Type).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal)];

    private async Task<PostgresHistory> OpenAsync(SqliteLog log, PostgresHistoryOptions options)
    {
        var history = await PostgresHistory.OpenAsync(options, log, log, Time, NullLogger<PostgresHistory>.Instance, None);
        history.Assigned(0);
        return history;
    }
}
