using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Log.Sqlite;

namespace Actors.History.Tests;

/// <summary>Questions to a history whose log is written meanwhile.</summary>
public abstract class HistoryContract(IHistoryKind kind) : HistoryFixture(kind)
{
    private const string Channel = "user:u";

    [Fact]
    public async Task FindJobAsync_right_after_the_command_is_durable_finds_the_job()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        for (var i = 0; i < 200; i++)
        {
            var position = await log.SubmitAsync(Build.Submit(Channel, Build.JobId(i), hash: "h"), None);

            var job = await history.FindJobAsync(Build.JobId(i), None);

            job.ShouldNotBeNull();
            job.Status.ShouldBe(JobStatus.Submitted);
            (job.Command, job.User, job.Kind, job.Channel, job.BodyHash).ShouldBe((position.Offset, "u", "text", Channel, "h"));
            job.CreatedAt.ToUnixTimeMilliseconds().ShouldBe(Time.Milliseconds);
        }
    }

    [Theory]
    [InlineData("0-00000000000000000000000000000abc")]
    [InlineData("9-00000000000000000000000000000abc")]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task FindJobAsync_of_no_job_is_null(string id)
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);

        (await history.FindJobAsync(id, None)).ShouldBeNull();
        (await history.ReadTextAsync(id, None)).ShouldBeNull();
        (await history.ListEventsAsync(new EventQuery { Job = id }, None)).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_goes_through_its_life()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var id = Build.JobId(1);
        var writer = await WriteAsync(log, id);

        await writer.StepAsync(JobStep.Queued);
        (await SeenAsync()).ShouldSatisfy(JobStatus.Queued, 0, null);
        await writer.StepAsync(JobStep.Started);
        await writer.StepAsync(JobStep.Text, "lost");
        await writer.StepAsync(JobStep.Progress, progress: 40);
        (await SeenAsync()).ShouldSatisfy(JobStatus.Running, 1, 40);
        await writer.StepAsync(JobStep.Reset);
        await writer.StepAsync(JobStep.Started);
        await writer.StepAsync(JobStep.Text, "Hello ");
        await writer.StepAsync(JobStep.Text, "world");
        (await SeenAsync()).ShouldSatisfy(JobStatus.Running, 2, null);
        (await history.ReadTextAsync(id, None)).ShouldBe("Hello world");
        await writer.StepAsync(JobStep.Cancelling);
        (await SeenAsync()).ShouldSatisfy(JobStatus.Cancelling, 2, null);
        await writer.StepAsync(JobStep.Cancelled, "the end");

        var ended = await SeenAsync();
        ended.ShouldSatisfy(JobStatus.Cancelled, 2, null);
        System.Text.Encoding.UTF8.GetString(ended.Result!.Value.Span).ShouldContain("the end");
        (await history.ReadTextAsync(id, None)).ShouldBe("Hello world");
        (await history.FindSubmitAsync(ended, None))!.Type.ShouldBe(CommandTypes.SubmitJob);
        (await history.FindSubmitsAsync([ended], None)).ShouldHaveSingleItem().Key.ShouldBe(id);

        async Task<JobView> SeenAsync()
        {
            await CaughtUpAsync(log, history);
            return (await history.FindJobAsync(id, None))!;
        }
    }

    [Fact]
    public async Task A_job_that_its_owner_named_has_what_its_command_says()
    {
        await using var log = OpenLog();
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        var command = await log.SubmitAsync(Build.Submit(Channel, job: null, user: "someone@else", kind: "image"), None);
        await using var history = await OpenAsync(log);
        await log.AppendAsync(0, Build.Event(claim, 0, Channel, JobStep.Queued, Build.JobId(5), answers: command.Offset), None);
        await CaughtUpAsync(log, history);

        var job = await history.FindJobAsync(Build.JobId(5), None);

        job.ShouldNotBeNull();
        (job.User, job.Kind, job.Command, job.Status).ShouldBe(("someone@else", "image", command.Offset, JobStatus.Queued));
        (await history.ListJobsAsync(new JobQuery { User = "someone@else" }, None)).Jobs.Single().Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task A_job_that_ended_and_is_submitted_again_stays_as_it_ended()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var writer = await WriteAsync(log, Build.JobId(1));
        await writer.StepAsync(JobStep.Queued);
        await writer.StepAsync(JobStep.Completed);
        await CaughtUpAsync(log, history);
        await StoreAsync(history);

        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(1)), None);
        await CaughtUpAsync(log, history);
        (await history.FindJobAsync(Build.JobId(1), None))!.Status.ShouldBe(JobStatus.Completed);
        await StoreAsync(history);

        (await history.FindJobAsync(Build.JobId(1), None))!.Status.ShouldBe(JobStatus.Completed);
        (await history.SnapshotAsync(Channel, 0, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commands_that_are_no_commands_are_passed_over()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        foreach (var garbage in new[] { "", "{", "null", "[]", "{\"type\":1}", "{\"type\":\"job.submit\"}", "\"\\ud800\"" })
        {
            await log.SubmitAsync(new LogRecord { Kind = RecordKind.Command, Channel = Channel, Value = System.Text.Encoding.UTF8.GetBytes(garbage) }, None);
        }

        await log.SubmitAsync(Build.Submit(Channel, "no-job-id"), None);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(1, shard: 3)), None);
        await CaughtUpAsync(log, history);

        (await history.ListJobsAsync(new JobQuery { User = "u" }, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_with_texts_that_a_store_may_not_hold_stops_nothing()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var (nul, lone, endless) = ("a\0b", "\ud800", new string('x', 20_000));
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(1), user: nul, id: nul, kind: nul, hash: nul), None);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(2), user: endless, id: endless, kind: endless, hash: endless), None);
        await log.SubmitAsync(new LogRecord { Kind = RecordKind.Command, Channel = endless, Value = System.Text.Encoding.UTF8.GetBytes($$"""{"type":"job.submit","id":"{{lone}}","user":"\ud800"}""") }, None);
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(3), user: "me"), None);
        await CaughtUpAsync(log, history);
        await StoreAsync(history);

        (await history.ListJobsAsync(new JobQuery { User = "me" }, None)).Jobs.Single().Id.ShouldBe(Build.JobId(3));
        (await history.ListJobsAsync(new JobQuery { User = nul }, None)).Jobs.Single().Id.ShouldBe(Build.JobId(1));
        (await history.FindCommandsAsync(0, endless, None)).Commands.ShouldHaveSingleItem();
        (await history.FindJobAsync(Build.JobId(2), None))!.Status.ShouldBe(JobStatus.Submitted);
    }

    [Fact]
    public async Task ListJobsAsync_pages_through_a_users_jobs_the_newest_first()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        for (var i = 0; i < 23; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(i % 3));
            await log.SubmitAsync(Build.Submit(Channel, Build.JobId(i), user: "me"), None);
            await log.SubmitAsync(Build.Submit(Channel, Build.JobId(1000 + i), user: "other"), None);
        }

        await CaughtUpAsync(log, history);
        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await history.ListJobsAsync(new JobQuery { User = "me", Limit = 5, After = after }, None);
            seen.AddRange(page.Jobs.Select(j => j.Id));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(Enumerable.Range(0, 23).Reverse().Select(i => Build.JobId(i)));
        (await history.ListJobsAsync(new JobQuery { User = "nobody" }, None)).Jobs.ShouldBeEmpty();
        (await history.ListJobsAsync(new JobQuery { User = "me", After = "garbage", Limit = 500 }, None)).Jobs.Count.ShouldBe(23);
    }

    [Fact]
    public async Task ListJobsAsync_filters_and_brings_results()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var writer = await WriteAsync(log, Build.JobId(1));
        await writer.StepAsync(JobStep.Queued);
        await writer.StepAsync(JobStep.Completed, "done");
        await log.SubmitAsync(Build.Submit(Channel, Build.JobId(2), kind: "image"), None);
        await CaughtUpAsync(log, history);

        var completed = (await history.ListJobsAsync(new JobQuery { User = "u", Statuses = [JobStatus.Completed, JobStatus.Failed], WithResults = true }, None)).Jobs.Single();
        completed.Id.ShouldBe(Build.JobId(1));
        System.Text.Encoding.UTF8.GetString(completed.Result!.Value.Span).ShouldContain("done");
        (await history.ListJobsAsync(new JobQuery { User = "u", Kind = "image" }, None)).Jobs.Single().Id.ShouldBe(Build.JobId(2));
        (await history.ListJobsAsync(new JobQuery { User = "u", Channel = "user:v" }, None)).Jobs.ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await history.ListJobsAsync(new JobQuery { User = "u", Limit = 501 }, None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindCommandsAsync_gives_the_first_command_of_an_id_in_each_shard(bool stored)
    {
        await using var log = OpenLog(shards: 3);
        await using var history = await OpenAsync(log);
        var (one, other) = (ChannelOf(1), ChannelOf(2));
        var first = await log.SubmitAsync(Build.Submit(one, Build.JobId(1, 1), id: "key-1", hash: "one"), None);
        var elsewhere = await log.SubmitAsync(Build.Submit(other, Build.JobId(1, 2), id: "key-1", hash: "two"), None);
        await CaughtUpAsync(log, history);
        if (stored)
        {
            await StoreAsync(history);
        }

        await log.SubmitAsync(Build.Submit(one, Build.JobId(1, 1), id: "key-1", hash: "two"), None);
        await log.SubmitAsync(Build.Submit(one, Build.JobId(2, 1), id: "key-2", hash: "three"), None);
        await CaughtUpAsync(log, history);

        var known = await history.FindCommandsAsync(1, "key-1", None);

        known.Next.ShouldBe((await log.BoundsAsync(1, None)).Next);
        known.Commands.OrderBy(c => c.Shard).Select(c => (c.Shard, c.Offset, c.BodyHash, c.JobId, c.User)).ShouldBe(
            [(1, first.Offset, "one", Build.JobId(1, 1), "u"), (2, elsewhere.Offset, "two", Build.JobId(1, 2), "u")]);
        (await history.FindCommandsAsync(0, "key-1", None)).Next.ShouldBe(0);
        (await history.FindCommandsAsync(1, "key-3", None)).Commands.ShouldBeEmpty();

        static string ChannelOf(int shard) =>
            Enumerable.Range(0, 100).Select(i => $"user:u{i}").First(channel => Actors.Contracts.Channels.ChannelName.Parse(channel).ShardOf(3) == shard);
    }

    [Fact]
    public async Task ListEventsAsync_by_job_type_and_time()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var writer = await WriteAsync(log, Build.JobId(1));
        await writer.StepAsync(JobStep.Queued);
        Time.Advance(TimeSpan.FromHours(1));
        var noon = DateTimeOffset.FromUnixTimeMilliseconds(Time.Milliseconds);
        await writer.StepAsync(JobStep.Text, "a");
        await writer.OtherAsync("alarm");
        Time.Advance(TimeSpan.FromHours(1));
        await writer.StepAsync(JobStep.Completed);
        await CaughtUpAsync(log, history);

        (await StepsAsync(new EventQuery { Job = Build.JobId(1) })).ShouldBe([JobStep.Queued, JobStep.Text, JobStep.Completed]);
        (await StepsAsync(new EventQuery { Channel = Channel, Types = ["alarm"] })).ShouldBe([JobStep.None]);
        (await StepsAsync(new EventQuery { Channel = Channel, Since = noon })).ShouldBe([JobStep.Text, JobStep.None, JobStep.Completed]);
        (await StepsAsync(new EventQuery { Channel = Channel, Until = noon })).ShouldBe([JobStep.Queued]);
        (await StepsAsync(new EventQuery { Channel = Channel, Since = noon, Until = noon.AddMinutes(1), NewestFirst = true })).ShouldBe([JobStep.None, JobStep.Text]);
        (await StepsAsync(new EventQuery { Channel = "user:nobody" })).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(async () => await history.ListEventsAsync(new EventQuery(), None));

        async Task<JobStep[]> StepsAsync(EventQuery query) => [.. (await history.ListEventsAsync(query, None)).Events.Select(e => e.Record.Step)];
    }

    [Fact]
    public async Task SnapshotAsync_is_exact_at_its_position_while_the_job_goes_on()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var writer = await WriteAsync(log, Build.JobId(1));
        await writer.StepAsync(JobStep.Queued);
        await writer.StepAsync(JobStep.Started);
        var chunks = WriteChunksAsync(writer, 500);
        while (!chunks.IsCompleted)
        {
            var snapshot = await history.SnapshotAsync(Channel, 3, None);
            var events = (await ReadAllAsync(log)).Where(e => e.Offset <= snapshot.Position.Offset).ToList();
            snapshot.Events.Select(e => e.Offset).ShouldBe(events.Where(e => e.Record.Kind == RecordKind.Event).Select(e => e.Offset).TakeLast(3));
            if (events.Any(e => e.Record.Kind == RecordKind.Command))
            {
                snapshot.Jobs.Single().Text.ShouldBe(string.Concat(Enumerable.Range(0, events.Count(e => e.Record.Step == JobStep.Text)).Select(i => $"{i},")));
            }
        }

        await chunks;
    }

    private static async Task WriteChunksAsync(JobWriter writer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await writer.StepAsync(JobStep.Text, $"{i},");
        }
    }

    private static async Task<List<LogEntry>> ReadAllAsync(SqliteLog log)
    {
        var (entries, at) = (new List<LogEntry>(), 0L);
        while (await log.ReadAsync(0, at, 1 << 20, None) is { Entries.IsEmpty: false } batch)
        {
            entries.AddRange(batch.Entries.ToArray());
            at = batch.Next;
        }

        return entries;
    }

    private static async Task<JobWriter> WriteAsync(SqliteLog log, string job)
    {
        await log.SubmitAsync(Build.Submit(Channel, job), None);
        return new JobWriter(log, await log.ClaimAsync(0, Build.Claim(), None), job);
    }

    private sealed class JobWriter(SqliteLog log, long claim, string job)
    {
        private long _seq;

        internal Task StepAsync(JobStep step, string text = "", int? progress = null) =>
            log.AppendAsync(0, Build.Event(claim, _seq++, Channel, step, job, text, progress: progress), None);

        internal Task OtherAsync(string type) => log.AppendAsync(0, Build.Event(claim, _seq++, Channel, type: type), None);
    }
}
