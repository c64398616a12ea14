using Actors.Contracts.Jobs;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.History.Tests;

/// <summary>The history of shards that an adversary wrote, against an oracle that reads them whole.</summary>
public abstract class HistoryPropertyContract(Func<IHistoryKind> kind, int tests)
{
    [Fact]
    public void The_history_agrees_with_the_claim_rule() => Prop.ForAll(AdversarialShard.Any, shard =>
    {
        using var world = new World(kind());
        world.CheckAsync(shard, restartAt: null).GetAwaiter().GetResult();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    [Fact]
    public void A_restart_in_the_middle_changes_nothing() => Prop.ForAll(AdversarialShard.Any, shard =>
    {
        using var world = new World(kind());
        world.CheckAsync(shard, restartAt: shard.Entries.Length / 2).GetAwaiter().GetResult();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    private sealed class World(IHistoryKind kind) : HistoryFixture(kind)
    {
        internal async Task CheckAsync(AdversarialShard shard, int? restartAt)
        {
            await OpenLog().DisposeAsync();
            if (restartAt is { } at)
            {
                Inject(shard.Entries.Take(at));
                await using var half = OpenLog();
                await using var first = await OpenAsync(half);
                await CaughtUpAsync(half, first);
            }

            Inject(shard.Entries.Skip(restartAt ?? 0));
            await using var log = OpenLog();
            await using var history = await OpenAsync(log);
            await CaughtUpAsync(log, history);
            await CheckAsync(shard, history);
            await StoreAsync(history);
            await CheckAsync(shard, history);
        }

        private static async Task CheckAsync(AdversarialShard shard, IHistory history)
        {
            foreach (var id in AdversarialShard.Jobs)
            {
                var job = await history.FindJobAsync(id, None);
                var life = shard.LifeOf(id);
                (job?.Status).ShouldBe(shard.StatusOf(id));
                if (job is not null)
                {
                    job.Attempt.ShouldBe(life.Count(e => e.Record.Step == JobStep.Started));
                    job.Terminal.ShouldBe(life[^1].Record.Step.IsTerminal() ? life[^1].Offset : -1);
                    (job.Result?.ToArray()).ShouldBe(job.IsOpen ? null : life[^1].Record.Value.ToArray());
                    (await history.ReadTextAsync(id, None)).ShouldBe(shard.TextOf(id));
                }
            }

            foreach (var channel in AdversarialShard.Channels)
            {
                var expected = shard.EventsOf(channel).Select(e => e.Offset).ToList();
                (await PagesAsync(history, channel, newestFirst: false)).ShouldBe(expected);
                (await PagesAsync(history, channel, newestFirst: true)).ShouldBe(Enumerable.Reverse(expected));
                (await PlacesAsync(history, channel, -1, 1 + (expected.Count / 3), shard.Entries.Length - 1)).ShouldBe(expected);
                var middle = shard.Entries.Length / 2;
                (await PlacesAsync(history, channel, middle, 1000, shard.Entries.Length - 1)).ShouldBe(expected.Where(o => o > middle));
                var snapshot = await history.SnapshotAsync(channel, 5, None);
                snapshot.Position.Offset.ShouldBe(shard.Entries.Length - 1);
                snapshot.Events.Select(e => e.Offset).ShouldBe(expected.TakeLast(5));
                snapshot.Jobs.ShouldAllBe(j => shard.TextOf(j.Job.Id) == j.Text && j.Job.Channel == channel);
            }
        }

        // Goes from answer to answer, as a replay does; each must bring it further.
        private static async Task<List<long>> PlacesAsync(IHistory history, string channel, long after, int limit, long end)
        {
            var offsets = new List<long>();
            while (after < end)
            {
                var places = await history.FindPlacesAsync(0, channel, after, limit, None);
                places.Through.ShouldBeGreaterThan(after);
                places.Offsets.Count.ShouldBeLessThanOrEqualTo(limit);
                places.Offsets.ShouldAllBe(o => o > after && o <= places.Through);
                offsets.AddRange(places.Offsets);
                after = places.Through;
            }

            return offsets;
        }

        private static async Task<List<long>> PagesAsync(IHistory history, string channel, bool newestFirst)
        {
            var offsets = new List<long>();
            var query = new EventQuery { Channel = channel, Limit = 7, NewestFirst = newestFirst };
            while (true)
            {
                var page = await history.ListEventsAsync(query, None);
                offsets.AddRange(page.Events.Select(e => e.Offset));
                if (page.Next is not { } next)
                {
                    return offsets;
                }

                query = newestFirst ? query with { Before = next } : query with { After = next };
            }
        }
    }
}
