using Actors.Contracts.Jobs;
using Actors.History.Postgres;
using Actors.Log;

namespace Actors.History.Tests.Postgres;

/// <summary>Several nodes with one history: who follows a shard, who answers for it, and what happens when it changes hands.</summary>
[Trait("Server", "postgres")]
public sealed class PostgresNodesTests : PostgresFixture
{
    // So long that nothing is stored in the time of a test unless somebody waits for it.
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_shard_changes_hands_in_mid_stream_and_every_event_counts_once()
    {
        var options = await OptionsAsync() with { StoreInterval = TimeSpan.FromMilliseconds(20) };
        var (a, b) = (await OpenAsync(options), await OpenAsync(options));
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        a.Assigned(0);
        for (var round = 0; round < 6; round++)
        {
            var (from, to) = round % 2 == 0 ? (a, b) : (b, a);
            await WriteAsync(claim, round * 300, 150);
            to.Assigned(0);
            var end = await WriteAsync(claim, (round * 300) + 150, 150);
            await to.WaitForAsync(0, end, None);
            from.Released(0);
        }

        var last = await EndJobAsync(claim, 1800, 1);
        var expected = await OffsetsAsync();
        expected.Count.ShouldBe(1802);
        foreach (var node in new[] { a, b })
        {
            await node.WaitForAsync(0, last, None);
            (await ListAsync(node)).ShouldBe(expected);
            (await PlacesAsync(node, last)).ShouldBe(expected);
            (await node.FindJobAsync(Build.JobId(1), None))!.Status.ShouldBe(JobStatus.Completed);
        }
    }

    [Fact]
    public async Task Two_nodes_that_both_follow_a_shard_count_every_event_once()
    {
        var options = await OptionsAsync() with { StoreInterval = TimeSpan.FromMilliseconds(5) };
        var (a, b) = (await OpenAsync(options), await OpenAsync(options));
        a.Assigned(0);
        b.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        for (var i = 0; i < 40; i++)
        {
            await WriteAsync(claim, i * 22, 20);
            await EndJobAsync(claim, (i * 22) + 20, i);
        }

        var expected = await OffsetsAsync();
        foreach (var node in new[] { a, b })
        {
            await node.WaitForAsync(0, expected[^1], None);
            (await ListAsync(node)).ShouldBe(expected);
        }

        a.Released(0);
        b.Released(0);
        var third = await OpenAsync(options);
        third.Assigned(0);
        await third.WaitForAsync(0, expected[^1], None);
        (await ListAsync(third)).ShouldBe(expected);
        (await PlacesAsync(third, expected[^1])).ShouldBe(expected);
        (await third.ListJobsAsync(new JobQuery { User = "u" }, None)).Jobs.Select(j => (j.Id, j.Status))
            .ShouldBe(Enumerable.Range(0, 40).Reverse().Select(i => (Build.JobId(i), JobStatus.Completed)), ignoreOrder: true);
    }

    [Fact]
    public async Task FindSubmitsAsync_finds_what_is_stored_and_what_is_not_yet_with_one_question()
    {
        var options = await OptionsAsync() with { StoreInterval = Never };
        var (follower, other) = (await OpenAsync(options), await OpenAsync(options));
        follower.Assigned(0);
        await Log.ClaimAsync(0, Build.Claim(), None);
        for (var i = 0; i < 20; i++)
        {
            var place = await Log.SubmitAsync(Build.Submit(Channel, Build.JobId(i), id: $"key-{i}"), None);
            await follower.WaitForAsync(0, place.Offset, None);
            if (i == 9)
            {
                await follower.StoreAsync(None);
            }
        }

        JobView[] jobs = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => (await follower.FindJobAsync(Build.JobId(i), None))!))];

        (await follower.FindSubmitsAsync(jobs, None)).Select(s => (s.Key, s.Value.Channel)).ShouldBe(jobs.Select(j => (j.Id, Channel)), ignoreOrder: true);
        (await other.FindSubmitsAsync(jobs, None)).Keys.ShouldBe(jobs[..10].Select(j => j.Id), ignoreOrder: true);
        (await other.FindSubmitsAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_does_not_follow_the_shard_finds_what_is_durable()
    {
        var options = await OptionsAsync() with { StoreInterval = Never };
        var (follower, other) = (await OpenAsync(options), await OpenAsync(options));
        follower.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        for (var i = 0; i < 20; i++)
        {
            var place = await Log.SubmitAsync(Build.Submit(Channel, Build.JobId(i), id: $"key-{i}", hash: "h"), None);
            var job = await other.FindJobAsync(Build.JobId(i), None);
            job.ShouldNotBeNull();
            (job.Status, job.Command, job.BodyHash).ShouldBe((JobStatus.Submitted, place.Offset, "h"));
            var known = await other.FindCommandsAsync(0, $"key-{i}", None);
            (known.Next, known.Commands.Single().Offset).ShouldBe((place.Offset + 1, place.Offset));
        }

        (await other.FindJobAsync(Build.JobId(99), None)).ShouldBeNull();
        var seq = 0;
        foreach (var (step, text) in new[] { (JobStep.Queued, ""), (JobStep.Started, ""), (JobStep.Text, "Hello "), (JobStep.Text, "world") })
        {
            await Log.AppendAsync(0, Build.Event(claim, seq++, Channel, step, Build.JobId(0), text), None);
        }

        await other.WaitForAsync(0, (await Log.BoundsAsync(0, None)).Next - 1, None);
        (await other.ReadTextAsync(Build.JobId(0), None)).ShouldBe("Hello world");
        var snapshot = await other.SnapshotAsync(Channel, 2, None);
        snapshot.Position.Offset.ShouldBe((await Log.BoundsAsync(0, None)).Next - 1);
        snapshot.Jobs.Count.ShouldBe(20);
        snapshot.Jobs[0].Text.ShouldBe("Hello world");
        snapshot.Events.Select(e => e.Record.Step).ShouldBe([JobStep.Text, JobStep.Text]);
        await Log.AppendAsync(0, Build.Event(claim, seq, Channel, JobStep.Completed, Build.JobId(0), "the end"), None);
        await other.WaitForAsync(0, (await Log.BoundsAsync(0, None)).Next - 1, None);
        var ended = (await other.FindJobAsync(Build.JobId(0), None))!;
        System.Text.Encoding.UTF8.GetString(ended.Result!.Value.Span).ShouldContain("the end");
        (await other.FindSubmitAsync(ended, None))!.Channel.ShouldBe(Channel);
        (await other.FindPlacesAsync(0, Channel, -1, 100, None)).Offsets.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_shard_that_nobody_follows_is_refused_in_time()
    {
        var history = await OpenAsync(await OptionsAsync() with { QuestionTimeout = TimeSpan.FromMilliseconds(300) });
        await Log.ClaimAsync(0, Build.Claim(), None);

        await Should.ThrowAsync<LogUnavailableException>(async () => await history.WaitForAsync(0, 0, None));
        await Should.ThrowAsync<LogUnavailableException>(async () => await history.FindJobAsync(Build.JobId(1), None));

        history.Assigned(0);
        await history.WaitForAsync(0, 0, None);
        (await history.FindJobAsync(Build.JobId(1), None)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_waits_while_the_shard_changes_hands_is_answered()
    {
        var options = await OptionsAsync() with { StoreInterval = Never };
        var (a, b) = (await OpenAsync(options), await OpenAsync(options));
        a.Assigned(0);
        var claim = await Log.ClaimAsync(0, Build.Claim(), None);
        await a.WaitForAsync(0, claim, None);
        var waiting = a.WaitForAsync(0, claim + 5, None).AsTask();

        a.Released(0);
        b.Assigned(0);
        await WriteAsync(claim, 0, 5);

        await waiting;
    }

    private static async Task<PostgresHistoryOptions> OptionsAsync() => new() { ConnectionString = await PostgresKind.CreateDatabaseAsync() };
}
