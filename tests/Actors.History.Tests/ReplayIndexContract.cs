using Actors.Log;
using Actors.Log.Sqlite;

namespace Actors.History.Tests;

/// <summary>What the index says to a reader that has fallen behind, and when it must say that it does not know.</summary>
public abstract class ReplayIndexContract(IHistoryKind kind) : HistoryFixture(kind)
{
    private const string Rare = "user:rare";
    private const string Busy = "user:busy";

    [Fact]
    public async Task FindPlacesAsync_finds_what_is_stored_and_what_is_not_yet()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 1000);
        await CaughtUpAsync(log, history);
        await StoreAsync(history);
        await FillAsync(log, claim, 1000, 1000);
        await CaughtUpAsync(log, history);

        var all = await history.FindPlacesAsync(0, Rare, claim, 1000, None);
        var some = await history.FindPlacesAsync(0, Rare, claim, 3, None);
        var rest = await history.FindPlacesAsync(0, Rare, some.Through, 1000, None);
        var none = await history.FindPlacesAsync(0, "user:nobody", claim, 10, None);

        all.Offsets.ShouldBe(Enumerable.Range(0, 20).Select(i => claim + 1 + (100 * i)));
        all.Through.ShouldBe(claim + 2000);
        some.Offsets.ShouldBe(all.Offsets.Take(3));
        some.Through.ShouldBe(some.Offsets[^1]);
        rest.Offsets.ShouldBe(all.Offsets.Skip(3));
        (none.Offsets.Count, none.Through).ShouldBe((0, claim + 2000));
    }

    [Fact]
    public async Task FindPlacesAsync_behind_the_end_knows_nothing()
    {
        await using var log = OpenLog();
        await using var history = await OpenAsync(log);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await CaughtUpAsync(log, history);

        var places = await history.FindPlacesAsync(0, Rare, claim + 50, 10, None);

        (places.Offsets.Count, places.Through).ShouldBe((0, claim + 50));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindPlacesAsync_from_before_the_index_knows_nothing(bool openAgain)
    {
        await using var log = OpenLog(retention: new LogRetention { MaxAge = TimeSpan.FromHours(1) });
        var history = await OpenAsync(log);
        var claim = await log.ClaimAsync(0, Build.Claim(), None);
        await FillAsync(log, claim, 0, 500);
        Time.Advance(TimeSpan.FromHours(2));
        await FillAsync(log, claim, 500, 500);
        await CaughtUpAsync(log, history);
        await log.CommitPointAsync(0, claim + 1000, claim + 1000, None);
        await log.SweepAsync(None);
        var first = (await log.BoundsAsync(0, None)).First;
        first.ShouldBeGreaterThan(claim + 1);
        await StoreAsync(history);
        await SweepAsync(history);
        if (openAgain)
        {
            await history.DisposeAsync();
            history = await OpenAsync(log);
        }

        (await history.FindPlacesAsync(0, Rare, claim, 1000, None)).ShouldSatisfyAllConditions(
            places => places.Offsets.ShouldBeEmpty(),
            places => places.Through.ShouldBe(claim));
        (await history.FindPlacesAsync(0, Rare, first - 1, 1000, None)).Offsets.ShouldBe(Enumerable.Range(5, 5).Select(i => claim + 1 + (100 * i)));
        await history.DisposeAsync();
    }

    /// <summary>Events of a busy channel; each hundredth is of the other one.</summary>
    private static async Task FillAsync(SqliteLog log, long claim, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await log.AppendAsync(0, Build.Event(claim, i, i % 100 == 0 ? Rare : Busy), None);
        }
    }
}
