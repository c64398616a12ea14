using Actors.Log.Kafka.Writes;

namespace Actors.Log.Tests.Kafka.Writes;

public sealed class ShardLaneTests
{
    private const long Gathering = 10;

    private readonly ShardLane _lane = new(Gathering);

    [Fact]
    public void An_idle_shard_sends_at_once_and_a_burst_goes_with_it()
    {
        _lane.TrySend(Event(0), 0, 0).ShouldBeTrue();
        _lane.TrySend(Event(1), Gathering - 1, 0).ShouldBeTrue();

        _lane.TrySend(Event(2), Gathering, 0).ShouldBeFalse();
        _lane.TrySend(Event(3), Gathering, 0).ShouldBeFalse();

        _lane.Waiting.ShouldBe(2);
    }

    [Fact]
    public void What_waits_goes_together_when_the_last_of_the_burst_is_answered()
    {
        _lane.TrySend(Event(0), 0, 0);
        _lane.TrySend(Event(1), 1, 0);
        _lane.TrySend(Event(2), 50, 0);
        _lane.TrySend(Event(3), 60, 0);

        _lane.Answered();
        Opened(70).ShouldBeEmpty();
        _lane.Answered();

        Opened(70).ShouldBe([2, 3]);
        _lane.TrySend(Event(4), 80, 0).ShouldBeFalse();
    }

    [Fact]
    public void Records_of_a_burst_share_a_group_and_those_that_wait_the_next()
    {
        var first = Sent(0, 0);
        var same = Sent(1, 5);
        var next = Sent(2, 20);
        var nextToo = Sent(3, 30);

        same.ShouldBeSameAs(first);
        next.ShouldNotBeSameAs(first);
        nextToo.ShouldBeSameAs(next);
    }

    [Fact]
    public void A_record_that_joins_a_burst_which_was_answered_in_part_has_a_group_of_its_own()
    {
        var first = Sent(0, 0);
        first.Acknowledged();

        Sent(1, 1).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Behind_a_record_in_doubt_an_owners_records_are_dropped_and_commands_stay()
    {
        _lane.TrySend(Event(0), 0, 0);
        _lane.TrySend(Event(1), 50, 0);
        _lane.TrySend(Command(2), 50, 0);
        _lane.TrySend(Event(3), 50, 0);
        _lane.Answered();

        _lane.Drop(all: false).Select(r => r.Record.Seq).ShouldBe([1, 3]);

        Opened(60).ShouldBe([2]);
    }

    [Fact]
    public void With_a_pause_the_next_burst_waits_for_its_end_though_all_is_answered()
    {
        _lane.TrySend(Event(0), 100, 40).ShouldBeTrue();
        _lane.Due(40).ShouldBeNull();
        _lane.Answered();

        _lane.TrySend(Event(1), 120, 40).ShouldBeFalse();
        _lane.Due(40).ShouldBe(140);
        Opened(139, 40).ShouldBeEmpty();
        Opened(140, 40).ShouldBe([1]);
    }

    [Fact]
    public void With_a_pause_a_shard_that_was_idle_sends_at_once()
    {
        _lane.TrySend(Event(0), 100, 40);
        _lane.Answered();

        _lane.TrySend(Event(1), 140, 40).ShouldBeTrue();
    }

    [Fact]
    public void Any_order_of_calls_sends_each_record_once_and_in_order()
    {
        var chance = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var lane = new ShardLane(Gathering);
            var (sent, onTheWay, now, pause) = (new List<long>(), 0, 0L, (long)chance.Next(30));
            for (var seq = 0L; seq < 60;)
            {
                now += chance.Next(8);
                if (chance.Next(3) > 0)
                {
                    var record = Event(seq++);
                    if (lane.TrySend(record, now, pause))
                    {
                        sent.Add(record.Record.Seq);
                        onTheWay++;
                    }
                }
                else if (onTheWay > 0)
                {
                    onTheWay--;
                    lane.Answered();
                    if (lane.TryOpen(now, pause))
                    {
                        onTheWay += TakeAll(lane, sent);
                    }
                }
            }

            TakeAll(lane, sent);
            sent.ShouldBe(Enumerable.Range(0, 60).Select(i => (long)i));
        }
    }

    private static PendingRecord Event(long seq) => new(0, Records.Event(0, seq), 1, 0, new AppendGroup(), null);

    private static PendingRecord Command(long seq) => new(0, Records.Event(0, seq), 1, 0, null, new TaskCompletionSource<long>());

    private AppendGroup Sent(long seq, long now)
    {
        var group = _lane.Group(now, 0);
        group.Add();
        _lane.TrySend(new PendingRecord(0, Records.Event(0, seq), 1, now, group, null), now, 0);
        return group;
    }

    private List<long> Opened(long now, long pause = 0)
    {
        List<long> opened = [];
        if (_lane.TryOpen(now, pause))
        {
            TakeAll(_lane, opened);
        }

        return opened;
    }

    private static int TakeAll(ShardLane lane, List<long> into)
    {
        var taken = 0;
        for (; lane.TryTake(out var record); taken++)
        {
            into.Add(record.Record.Seq);
        }

        return taken;
    }
}
