using Actors.Log.Claims;

namespace Actors.Log.Tests.Sqlite;

/// <summary>What the embedded log refuses, and that it goes on afterwards.</summary>
public sealed class SqliteLogRefusalTests : SqliteLogFixture
{
    [Fact]
    public async Task AppendAsync_of_a_claim_that_is_not_in_force_is_refused_and_not_in_the_log()
    {
        await using var log = Open();
        await Should.ThrowAsync<StaleClaimException>(() => log.AppendAsync(0, Records.Event(0, 0), None));
        var old = await log.ClaimAsync(0, Records.Claim("old"), None);
        await AppendAsync(log, 0, old, 0, 3);
        var claim = await log.ClaimAsync(0, Records.Claim("new"), None);

        await Should.ThrowAsync<StaleClaimException>(() => log.AppendAsync(0, Records.Event(old, 3), None));
        await Should.ThrowAsync<StaleClaimException>(() => log.AppendAsync(1, Records.Event(claim, 0), None));
        await AppendAsync(log, 0, claim, 0, 3);

        (await ReadAllAsync(log, 0)).Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public async Task AppendAsync_behind_a_hole_or_of_a_repeat_is_refused(long seq)
    {
        await using var log = Open();
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 3);

        await Should.ThrowAsync<StaleClaimException>(() => log.AppendAsync(0, Records.Event(claim, seq), None));

        (await ReadAllAsync(log, 0)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task All_that_is_in_the_log_counts_by_the_claim_rule()
    {
        await using var log = Open();
        var claims = new List<long>();
        for (var i = 0; i < 300; i++)
        {
            if (i % 7 == 0)
            {
                claims.Add(await log.ClaimAsync(0, Records.Claim(), None));
            }

            var append = log.AppendAsync(0, Records.Event(claims[^(1 + (i % Math.Min(3, claims.Count)))], i % 4), None);
            _ = append.ContinueWith(a => a.Exception, None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        await log.ClaimAsync(0, Records.Claim(), None);

        var filter = new ClaimFilter();
        var entries = await ReadAllAsync(log, 0);
        entries.Count(e => e.Record.Kind == RecordKind.Event).ShouldBeGreaterThan(20);
        entries.ShouldAllBe(e => filter.Accept(e.Offset, e.Record));
    }

    [Fact]
    public async Task A_full_file_is_an_answer_and_the_log_works_again_when_there_is_room()
    {
        await using var log = Open(Options with { MaxPages = 100 });
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        var seq = 0;
        var full = await Should.ThrowAsync<LogUnavailableException>(async () =>
        {
            for (; seq < 10_000; seq++)
            {
                await log.AppendAsync(0, Records.Event(claim, seq, value: new string('x', 2000)), None);
            }
        });
        full.Message.ShouldContain("full");
        await Should.ThrowAsync<LogUnavailableException>(async () => await log.SubmitAsync(Records.Command("user:u", new string('x', 8000)), None));
        (await ReadAllAsync(log, 0)).Count.ShouldBe(seq + 1);

        await log.SetMaxPagesAsync(10_000);
        await log.AppendAsync(0, Records.Event(claim, seq), None);

        (await ReadAllAsync(log, 0)).Count.ShouldBe(seq + 2);
    }

    [Fact]
    public async Task What_came_in_behind_a_failed_group_fails_too_and_a_new_claim_goes_on()
    {
        await using var log = Open(Options with { MaxPages = 100 });
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        var appends = Enumerable.Range(0, 2000).Select(seq => log.AppendAsync(0, Records.Event(claim, seq, value: new string('x', 2000)), None)).ToArray();
        await Should.ThrowAsync<Exception>(() => Task.WhenAll(appends));
        appends.Where(a => a.IsFaulted).ShouldAllBe(a => a.Exception!.InnerException is LogUnavailableException || a.Exception.InnerException is StaleClaimException);

        await log.SetMaxPagesAsync(10_000);
        var next = await log.ClaimAsync(0, Records.Claim(), None);
        await log.AppendAsync(0, Records.Event(next, 0, value: "behind"), None);

        var acknowledged = appends.TakeWhile(a => a.IsCompletedSuccessfully).Count();
        appends.Skip(acknowledged).ShouldAllBe(a => a.IsFaulted);
        var entries = await ReadAllAsync(log, 0);
        entries.Select(e => e.Offset).ShouldBe(Enumerable.Range(0, acknowledged + 3).Select(i => (long)i));
        entries[^1].Record.Text().ShouldBe("behind");
    }

    [Fact]
    public async Task SubmitAsync_is_refused_before_AppendAsync_when_too_much_waits_for_the_disk()
    {
        await using var log = Open(Options with { MaxPendingBytes = 64 * 1024 });
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        using var held = await log.HoldWriterAsync();
        var appends = Enumerable.Range(0, 10).Select(seq => log.AppendAsync(0, Records.Event(claim, seq, value: new string('x', 8000)), None)).ToList();

        (await Should.ThrowAsync<LogUnavailableException>(async () => await log.SubmitAsync(Records.Command("user:u"), None)))
            .Message.ShouldContain("wait for the disk");
        appends.Add(log.AppendAsync(0, Records.Event(claim, 10), None));
        held.Dispose();

        await Task.WhenAll(appends);
        await log.SubmitAsync(Records.Command("user:u"), None);
    }

    [Fact]
    public async Task AppendAsync_takes_only_what_an_owner_writes()
    {
        await using var log = Open();

        Should.Throw<ArgumentException>(() => { _ = log.AppendAsync(0, Records.Claim(), None); });
        Should.Throw<ArgumentException>(() => { _ = log.AppendAsync(0, Records.Command("user:u"), None); });
        await Should.ThrowAsync<ArgumentException>(async () => await log.SubmitAsync(Records.Event(0, 0), None));
        Should.Throw<ArgumentOutOfRangeException>(() => { _ = log.AppendAsync(2, Records.Event(0, 0), None); });
    }

    [Fact]
    public async Task A_closed_log_takes_nothing_and_wakes_its_followers()
    {
        var log = Open();
        var follower = log.Follow(0, 0);
        var waiting = follower.NextAsync(None).AsTask();
        await log.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await log.ClaimAsync(0, Records.Claim(), None));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await log.ReadAsync(0, 0, 100, None));
        await log.DisposeAsync();
    }
}
