using Actors.Contracts.Channels;
using Actors.Contracts.Jobs;
using Actors.Log.Claims;

namespace Actors.Log.Tests;

/// <summary>What every durable log must do. Each implementation runs it with a log of its own.</summary>
public abstract class DurableLogContract : IAsyncLifetime
{
    protected const int Shards = 4;

    protected static CancellationToken None => CancellationToken.None;

    protected IDurableLog Log { get; private set; } = null!;

    public async Task InitializeAsync() => Log = await CreateAsync(Shards);

    public virtual async Task DisposeAsync() => await Log.DisposeAsync();

    [Fact]
    public async Task AppendAsync_keeps_the_order_of_calls()
    {
        var claim = await Log.ClaimAsync(1, Records.Claim(), None);

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Log.AppendAsync(1, Records.Event(claim, i, value: $"{i}"), None)));

        var entries = await ReadAllAsync(1, claim + 1);
        entries.Select(e => e.Record.Text()).ShouldBe(Enumerable.Range(0, 1000).Select(i => $"{i}"));
        entries.Select(e => e.Offset).ShouldBeInOrder();
    }

    [Fact]
    public async Task SubmitAsync_returns_the_place_at_which_the_command_is_read()
    {
        var positions = new List<LogPosition>();
        for (var i = 0; i < 20; i++)
        {
            positions.Add(await Log.SubmitAsync(Records.Command($"user:u{i}", $"{i}"), None));
        }

        for (var i = 0; i < 20; i++)
        {
            var batch = await Log.ReadAsync(positions[i].Shard, positions[i].Offset, 1, None);
            batch.Entries.Span[0].Record.Text().ShouldBe($"{i}");
            batch.Entries.Span[0].Record.Channel.ShouldBe($"user:u{i}");
        }
    }

    [Fact]
    public async Task SubmitAsync_puts_a_channel_into_the_shard_that_its_name_gives()
    {
        for (var i = 0; i < 50; i++)
        {
            var channel = ChannelName.Parse($"channel:room-{i}");
            (await Log.SubmitAsync(Records.Command(channel.Value), None)).Shard.ShouldBe(channel.ShardOf(Shards));
        }
    }

    [Fact]
    public async Task A_record_comes_back_as_it_was_given()
    {
        var claim = await Log.ClaimAsync(0, Records.Claim("n1"), None);
        var record = new LogRecord
        {
            Kind = RecordKind.Event,
            Stamp = claim,
            Seq = 0,
            Answers = 12,
            Remaining = 3,
            Channel = "user:u.1-2_3",
            Type = "generation_complete",
            Job = "0-0192f0c4000070008000000000000001",
            Step = JobStep.Completed,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Value = """{"text":"grüße \u2028 🙂"}"""u8.ToArray(),
        };
        await Log.AppendAsync(0, record, None);
        await Log.AppendAsync(0, Records.Point(claim, 1), None);

        foreach (var entry in await ReadAllAsync(0, claim + 1))
        {
            var expected = entry.Record.Kind == RecordKind.Event ? record : Records.Point(claim, 1);
            (entry.Record with { Value = default }).ShouldBe(expected with { Value = default });
            entry.Record.Value.ToArray().ShouldBe(expected.Value.ToArray());
        }
    }

    [Fact]
    public async Task ReadAsync_gives_pages_that_join_without_a_hole()
    {
        var claim = await Log.ClaimAsync(2, Records.Claim(), None);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Log.AppendAsync(2, Records.Event(claim, i, value: new string('x', i)), None)));

        var (from, seen) = (claim, new List<long>());
        while (true)
        {
            var batch = await Log.ReadAsync(2, from, 2000, None);
            batch.From.ShouldBe(from);
            batch.Shard.ShouldBe(2);
            if (batch.Entries.IsEmpty)
            {
                break;
            }

            batch.Entries.ToArray().Take(batch.Entries.Length - 1).Sum(e => e.Record.Value.Length).ShouldBeLessThan(2000);
            batch.Next.ShouldBeGreaterThan(batch.Entries.Span[^1].Offset);
            seen.AddRange(batch.Entries.ToArray().Select(e => e.Record.Seq));
            from = batch.Next;
        }

        seen.ShouldBe(Enumerable.Range(-1, 501).Select(i => (long)i));
        from.ShouldBe((await Log.BoundsAsync(2, None)).Next);
    }

    [Fact]
    public async Task ReadAsync_behind_the_end_says_what_there_is()
    {
        var bounds = await Log.BoundsAsync(3, None);

        var e = await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await Log.ReadAsync(3, bounds.Next + 1, 1000, None));

        e.Bounds.ShouldBe(bounds);
        (await Log.ReadAsync(3, bounds.Next, 1000, None)).Entries.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task ClaimAsync_gives_rising_offsets_that_are_the_claims_places()
    {
        var first = await Log.ClaimAsync(0, Records.Claim("a"), None);
        var second = await Log.ClaimAsync(0, Records.Claim("b"), None);

        second.ShouldBeGreaterThan(first);
        (await Log.ReadAsync(0, second, 1, None)).Entries.Span[0].Record.Text().ShouldBe("b");
    }

    [Fact]
    public async Task Commands_go_between_an_owners_records_without_ending_its_claim()
    {
        var channel = Enumerable.Range(0, 1000).Select(i => ChannelName.Parse($"user:u{i}")).First(c => c.ShardOf(Shards) == 1);
        var claim = await Log.ClaimAsync(1, Records.Claim(), None);
        for (var i = 0; i < 20; i++)
        {
            await Log.SubmitAsync(Records.Command(channel.Value), None);
            await Log.AppendAsync(1, Records.Event(claim, i), None);
        }

        var filter = new ClaimFilter();
        (await ReadAllAsync(1, (await Log.BoundsAsync(1, None)).First)).ShouldAllBe(e => filter.Accept(e.Offset, e.Record));
    }

    [Fact]
    public async Task Acknowledged_records_are_within_the_bounds_and_readable()
    {
        var claim = await Log.ClaimAsync(0, Records.Claim(), None);
        for (var i = 0; i < 50; i++)
        {
            await Log.AppendAsync(0, Records.Event(claim, i, value: $"{i}"), None);
            var bounds = await Log.BoundsAsync(0, None);
            var last = (await Log.ReadAsync(0, bounds.Next - 1, 1, None)).Entries;
            (last.IsEmpty ? await ReadAllAsync(0, bounds.First) : [.. last.ToArray()])[^1].Record.Text().ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task A_follower_sees_every_record_once_whenever_it_began()
    {
        var claim = await Log.ClaimAsync(0, Records.Claim(), None);
        var followers = new List<Task<List<long>>> { FollowAsync(claim, 601) };
        for (var i = 0; i < 600; i++)
        {
            var append = Log.AppendAsync(0, Records.Event(claim, i), None);
            if (i % 150 == 0)
            {
                await append;
                followers.Add(FollowAsync(claim, 601));
            }
        }

        foreach (var follower in followers)
        {
            (await follower).ShouldBe(Enumerable.Range(-1, 601).Select(i => (long)i));
        }
    }

    [Fact]
    public async Task A_follower_at_the_end_waits_and_can_be_cancelled_and_goes_on()
    {
        await using var follower = Log.Follow(0, (await Log.BoundsAsync(0, None)).Next);
        using var cancel = new CancellationTokenSource();
        var waiting = follower.NextAsync(cancel.Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        var next = follower.NextAsync(None).AsTask();
        var claim = await Log.ClaimAsync(0, Records.Claim(), None);

        (await next).Entries.Span[0].Offset.ShouldBe(claim);
    }

    [Fact]
    public async Task A_committed_point_is_read_back_and_a_later_one_replaces_it()
    {
        (await Log.ReadPointAsync(2, None)).ShouldBeNull();
        var claim = await Log.ClaimAsync(2, Records.Claim(), None);
        await Log.AppendAsync(2, Records.Point(claim, 0), None);
        await Log.AppendAsync(2, Records.Point(claim, 1), None);
        var points = (await ReadAllAsync(2, claim)).Where(e => e.Record.Kind == RecordKind.Point).Select(e => e.Offset).ToArray();

        await Log.CommitPointAsync(2, points[0], -1, None);
        (await Log.ReadPointAsync(2, None)).ShouldBe(points[0]);
        await Log.CommitPointAsync(2, points[1], claim, None);

        (await Log.ReadPointAsync(2, None)).ShouldBe(points[1]);
        (await Log.ReadPointAsync(1, None)).ShouldBeNull();
        await Log.CommitPointAsync(2, points[0], -1, None);
        (await Log.ReadPointAsync(2, None)).ShouldBe(points[1], "the later point stays");
    }

    [Fact]
    public async Task RunAsync_assigns_every_shard_and_waits_until_each_is_given_back()
    {
        await LeaveAsync();
        var host = new RecordingHost();
        using var cancel = new CancellationTokenSource();

        var run = Log.RunAsync(host, cancel.Token);
        await host.AssignedAll(Shards);
        await cancel.CancelAsync();
        await host.RevokedAll(Shards);
        run.IsCompleted.ShouldBeFalse();
        host.Release();

        await run;
        host.Shards.Order().ShouldBe(Enumerable.Range(0, Shards));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var claims = new long[Shards];
        for (var shard = 0; shard < Shards; shard++)
        {
            claims[shard] = await Log.ClaimAsync(shard, Records.Claim(), None);
        }

        var owners = Enumerable.Range(0, Shards).Select(shard => AppendManyAsync(shard, claims[shard], 400));
        var submitters = Enumerable.Range(0, 8).Select(i => SubmitManyAsync(i, 50));
        await Task.WhenAll(owners.Concat(submitters));

        var commands = 0;
        for (var shard = 0; shard < Shards; shard++)
        {
            var entries = await ReadAllAsync(shard, claims[shard]);
            entries.Where(e => e.Record.Kind == RecordKind.Event).Select(e => e.Record.Seq).ShouldBe(Enumerable.Range(0, 400).Select(i => (long)i));
            commands += entries.Count(e => e.Record.Kind == RecordKind.Command);
        }

        commands.ShouldBe(400);
    }

    /// <summary>Makes an empty log whose shards this node may claim.</summary>
    protected abstract Task<IDurableLog> CreateAsync(int shards);

    /// <summary>Ends what <see cref="CreateAsync"/> did so that shards may be claimed.</summary>
    protected virtual Task LeaveAsync() => Task.CompletedTask;

    private async Task AppendManyAsync(int shard, long claim, int count)
    {
        await Task.Yield();
        var appends = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            appends.Add(Log.AppendAsync(shard, Records.Event(claim, i), None));
        }

        await Task.WhenAll(appends);
    }

    private async Task SubmitManyAsync(int user, int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++)
        {
            await Log.SubmitAsync(Records.Command($"user:u{user}"), None);
        }
    }

    private async Task<List<long>> FollowAsync(long from, int count)
    {
        await using var follower = Log.Follow(0, from);
        var seen = new List<long>();
        while (seen.Count < count)
        {
            seen.AddRange((await follower.NextAsync(None)).Entries.ToArray().Select(e => e.Record.Seq));
        }

        return seen;
    }

    protected async Task<List<LogEntry>> ReadAllAsync(int shard, long from)
    {
        var entries = new List<LogEntry>();
        while (true)
        {
            var batch = await Log.ReadAsync(shard, from, 64 * 1024, None);
            if (batch.Entries.IsEmpty)
            {
                return entries;
            }

            entries.AddRange(batch.Entries.ToArray());
            from = batch.Next;
        }
    }
}
