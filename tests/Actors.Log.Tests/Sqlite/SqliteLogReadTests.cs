using Actors.Log.Sqlite;

namespace Actors.Log.Tests.Sqlite;

/// <summary>Reading from memory and from the file.</summary>
public sealed class SqliteLogReadTests : SqliteLogFixture
{
    private SqliteLogOptions SmallTail => Options with { TailRecords = 16, TailBytes = 16 * 1024 };

    [Fact]
    public async Task ReadAsync_gives_the_same_from_memory_and_from_the_file()
    {
        await using var log = Open(SmallTail);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 500);

        for (var from = 0; from <= 501; from += 7)
        {
            var batch = await log.ReadAsync(0, from, int.MaxValue, None);
            batch.Next.ShouldBe(501);
            batch.Entries.ToArray().Select(e => e.Record.Seq).ShouldBe(Enumerable.Range(from - 1, 501 - from).Select(i => (long)i));
        }
    }

    [Fact]
    public async Task The_tail_keeps_what_was_appended_by_reference_and_no_more_than_its_limits()
    {
        await using var log = Open(SmallTail);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        var records = Enumerable.Range(0, 40).Select(seq => Records.Event(claim, seq)).ToArray();
        foreach (var record in records)
        {
            await log.AppendAsync(0, record, None);
        }

        var kept = (await log.ReadAsync(0, 25, int.MaxValue, None)).Entries.ToArray();
        kept.Length.ShouldBe(16);
        kept.ShouldAllBe(e => ReferenceEquals(e.Record, records[e.Offset - 1]));
        (await log.ReadAsync(0, 24, 1, None)).Entries.Span[0].Record.ShouldNotBeSameAs(records[23]);
    }

    [Fact]
    public async Task A_large_value_does_not_stay_in_memory()
    {
        await using var log = Open(SmallTail);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        var large = Records.Event(claim, 0, value: new string('x', 1_000_000));
        await log.AppendAsync(0, large, None);
        await log.AppendAsync(0, Records.Event(claim, 1), None);

        var read = (await log.ReadAsync(0, claim + 1, 1, None)).Entries.Span[0].Record;

        read.ShouldNotBeSameAs(large);
        read.Value.Length.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task FindAsync_gives_the_records_that_are_there()
    {
        await using var log = Open();
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 100);

        var found = await log.FindAsync(0, [3, 50, 99, 100, 101, 5000], None);

        found.Select(e => e.Offset).ShouldBe([3, 50, 99, 100]);
        found.ShouldAllBe(e => e.Record.Seq == e.Offset - 1);
    }

    [Fact]
    public async Task OffsetAtAsync_finds_the_first_record_of_a_time_even_when_the_clock_went_back()
    {
        await using var log = Open();
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        var begin = Time.Milliseconds;
        for (var i = 0; i < 50; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(i == 25 ? -5 : 1));
            await log.AppendAsync(0, Records.Event(claim, i), None);
        }

        var times = (await ReadAllAsync(log, 0)).Select(e => e.Time).ToArray();
        times.ShouldBeInOrder();
        for (var time = begin - 1000; time < begin + 60_000; time += 500)
        {
            (await log.OffsetAtAsync(0, time, None)).ShouldBe(times.Count(t => t < time));
        }

        (await log.OffsetAtAsync(1, begin, None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_follower_goes_from_the_file_to_memory_without_a_hole_while_records_come()
    {
        await using var log = Open(SmallTail);
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        await AppendAsync(log, 0, claim, 0, 300);
        await using var follower = log.Follow(0, 0);
        var appends = Enumerable.Range(300, 3000).Select(seq => log.AppendAsync(0, Records.Event(claim, seq), None)).ToArray();

        for (var next = 0L; next < 3301;)
        {
            var batch = await follower.NextAsync(None);
            batch.From.ShouldBe(next);
            foreach (var entry in batch.Entries.ToArray())
            {
                entry.Offset.ShouldBe(next);
                entry.Record.Seq.ShouldBe(next - 1);
                next++;
            }
        }

        await Task.WhenAll(appends);
    }

    [Fact]
    public async Task A_follower_that_begins_behind_the_end_is_told()
    {
        await using var log = Open();
        await using var follower = log.Follow(0, 5);

        await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await follower.NextAsync(None));
    }

    [Fact]
    public async Task The_write_ahead_log_stays_small_while_records_never_pause()
    {
        await using var log = Open();
        var claim = await log.ClaimAsync(0, Records.Claim(), None);
        for (var i = 0; i < 60; i++)
        {
            await AppendAsync(log, 0, claim, i * 500, 500, bytes: 4000);
        }

        // 120 MB were written; checkpoints are due every 16 MiB and may be one behind.
        new FileInfo(Path.Combine(Options.Directory, "log.db-wal")).Length.ShouldBeLessThan(80_000_000);
        (await ReadAllAsync(log, 0)).Count.ShouldBe(30_001);
    }
}
