using Actors.Log;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

public sealed class DeepReplayTests
{
    private const string Own = "user:u1";
    private const string Other = "user:u2";

    private static readonly SessionOptions Options = new() { ReplayScanLimit = 100, PageBytes = 1024 };

    [Fact]
    public void A_session_far_behind_reads_only_where_its_events_are()
    {
        var log = new MemoryLog(1);
        var index = new ListIndex(Own);
        using var node = new Node(log, Options, index: index);
        var owner = node.Owner(Own);
        var (first, _) = node.Open(Node.Request(Own));
        owner.Emit(Own, "first");
        node.Settle(first);
        var cursor = first.Cursor;
        first.Leave();
        node.Run.Advance(Options.WindowLinger + TimeSpan.FromSeconds(5));
        Foreign(owner, 2000);
        owner.Emit(Own, "middle");
        Foreign(owner, 2000);
        owner.Emit(Own, "last");
        index.Learn(log);
        var before = log.Reads;

        var (again, _) = node.Open(Node.Request(Own) with { Cursor = cursor });
        node.Settle(again);

        again.Texts.ShouldBe(["middle", "last"]);
        (log.Reads - before).ShouldBeLessThan(12);
        node.Hub.Counters.Indexed.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(2500)]
    public void An_index_that_reaches_only_so_far_leaves_the_rest_to_the_log(long through)
    {
        var log = new MemoryLog(1);
        var index = new ListIndex(Own) { Most = through };
        using var node = new Node(log, Options, index: index);
        var owner = node.Owner(Own);
        for (var i = 0; i < 30; i++)
        {
            Foreign(owner, 100);
            owner.Emit(Own, $"{i}");
        }

        index.Learn(log);

        var (client, _) = node.Open(Node.Request(Own) with { FromEarliest = true });
        node.Settle(client);

        client.Texts.ShouldBe(Enumerable.Range(0, 30).Select(i => $"{i}"));
    }

    [Fact]
    public void More_events_than_one_answer_holds_all_come_in_order()
    {
        var log = new MemoryLog(1);
        var index = new ListIndex(Own);
        using var node = new Node(log, Options, index: index);
        var owner = node.Owner(Own);
        for (var i = 0; i < 900; i++)
        {
            Foreign(owner, 3);
            owner.Emit(Own, $"{i}");
        }

        index.Learn(log);

        var (client, _) = node.Open(Node.Request(Own, "user:u3") with { FromEarliest = true });
        node.Settle(client);

        client.Texts.ShouldBe(Enumerable.Range(0, 900).Select(i => $"{i}"));
    }

    [Fact]
    public void An_index_that_fails_is_not_needed()
    {
        var log = new MemoryLog(1);
        using var node = new Node(log, Options, index: new ListIndex(Own) { Fails = true });
        var owner = node.Owner(Own);
        Foreign(owner, 1000);
        owner.Emit(Own, "one");

        var (client, _) = node.Open(Node.Request(Own) with { FromEarliest = true });
        node.Settle(client);

        client.Texts.ShouldBe(["one"]);
    }

    private static void Foreign(Owner owner, int count)
    {
        for (var i = 0; i < count; i++)
        {
            owner.Emit(Other, "x");
        }
    }

    /// <summary>An index over a log in memory, as far as it was told to look.</summary>
    private sealed class ListIndex(string channel) : IReplayIndex
    {
        private List<long> _offsets = [];
        private long _through = -1;

        public long Most { get; init; } = long.MaxValue;

        public bool Fails { get; init; }

        public void Learn(MemoryLog log)
        {
            var records = log.Records(0);
            _through = Math.Min(Most, records.Count - 1);
            _offsets = [.. Enumerable.Range(0, (int)_through + 1).Where(i => records[i].Channel == channel).Select(i => (long)i)];
        }

        public ValueTask<ReplayPlaces> FindPlacesAsync(int shard, string name, long after, int limit, CancellationToken ct)
        {
            if (Fails)
            {
                return ValueTask.FromException<ReplayPlaces>(new LogUnavailableException("No index today."));
            }

            var found = name == channel ? _offsets.Where(o => o > after).Take(limit).ToList() : [];
            return new(new ReplayPlaces(found, found.Count == limit ? found[^1] : Math.Max(after, _through)));
        }
    }
}
