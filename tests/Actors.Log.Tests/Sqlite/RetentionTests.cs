using Actors.Log.Sqlite;

namespace Actors.Log.Tests.Sqlite;

/// <summary>What retention removes and what it must not.</summary>
public sealed class RetentionTests : SqliteLogFixture
{
    private SqliteLogOptions OneHour => Options with { TailRecords = 16, Retention = new LogRetention { MaxAge = TimeSpan.FromHours(1) } };

    [Fact]
    public async Task SweepAsync_removes_what_is_too_old_up_to_the_recovery_point()
    {
        await using var log = Open(OneHour);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 1999);
        Time.Advance(TimeSpan.FromHours(2));
        await AppendAsync(log, 0, claim, 1999, 100);

        (await log.SweepAsync(None)).ShouldBe(0, "before there is a point everything is needed");
        await log.CommitPointAsync(0, 2050, 1200, None);
        (await log.SweepAsync(None)).ShouldBe(1200);
        (await log.BoundsAsync(0, None)).First.ShouldBe(1200);
        await log.CommitPointAsync(0, 2060, 2050, None);
        (await log.SweepAsync(None)).ShouldBe(800);

        (await log.BoundsAsync(0, None)).ShouldBe(new ShardBounds(2000, 2100));
        (await ReadAllAsync(log, 0)).Select(e => e.Offset).ShouldBe(Enumerable.Range(2000, 100).Select(i => (long)i));
        var e = await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await log.ReadAsync(0, 1999, 100, None));
        e.Bounds.First.ShouldBe(2000);
        (await log.FindAsync(0, [5, 1999, 2000], None)).Select(f => f.Offset).ShouldBe([2000]);
    }

    [Fact]
    public async Task SweepAsync_removes_the_oldest_of_all_shards_when_the_log_is_too_large()
    {
        var options = Options with { TailRecords = 16, Retention = new LogRetention { MaxAge = null, MaxBytes = 3 * 1024 * 1024 } };
        await using var log = Open(options);
        var claims = new[] { await log.ClaimAsync(0, Records.Claim(), None), await log.ClaimAsync(1, Records.Claim(), None) };
        await AppendAsync(log, 1, claims[1], 0, 1000, 1500);
        Time.Advance(TimeSpan.FromHours(1));
        await AppendAsync(log, 0, claims[0], 0, 1000, 1500);
        await log.CommitPointAsync(0, 1000, 990, None);
        await log.CommitPointAsync(1, 1000, 990, None);

        (await log.SweepAsync(None)).ShouldBeGreaterThan(400);

        (await log.BoundsAsync(0, None)).First.ShouldBe(1, "its claim is as old as the other shard's");
        (await log.BoundsAsync(1, None)).First.ShouldBeInRange(400, 990);
        (await log.SweepAsync(None)).ShouldBe(0);
    }

    [Fact]
    public async Task Open_after_a_sweep_keeps_the_bounds_and_offsets_are_never_used_again()
    {
        await using (var log = Open(OneHour))
        {
            var claim = await log.ClaimAsync(0, Records.Claim(), None);
            await AppendAsync(log, 0, claim, 0, 100);
            await log.CommitPointAsync(0, 100, 100, None);
            Time.Advance(TimeSpan.FromHours(2));
            (await log.SweepAsync(None)).ShouldBe(100);
        }

        await using var again = Open(OneHour);

        (await again.BoundsAsync(0, None)).ShouldBe(new ShardBounds(100, 101));
        (await again.ClaimAsync(0, Records.Claim(), None)).ShouldBe(101);
    }

    [Fact]
    public async Task A_follower_that_retention_overtook_is_told()
    {
        await using var log = Open(OneHour);
        await using var follower = log.Follow(0, 0);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 100);
        await log.CommitPointAsync(0, 100, 50, None);
        Time.Advance(TimeSpan.FromHours(2));
        await log.SweepAsync(None);

        await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await follower.NextAsync(None));
    }

    [Fact]
    public async Task The_space_of_removed_records_is_given_back_or_used_again()
    {
        await using var log = Open(OneHour);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 3000, 8000);
        await log.CommitPointAsync(0, 3000, 3000, None);
        Time.Advance(TimeSpan.FromHours(2));
        await log.SweepAsync(None);
        await AppendAsync(log, 0, claim, 3000, 500, 8000);
        await log.DisposeAsync();

        new FileInfo(Path.Combine(Options.Directory, "log.db")).Length.ShouldBeLessThan(30_000_000);
    }
}
