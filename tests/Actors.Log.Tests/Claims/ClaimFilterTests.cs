using Actors.Log.Claims;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests.Claims;

/// <summary>The claim rule against an oracle, over shards that an adversary wrote.</summary>
public sealed class ClaimFilterTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Accept_agrees_with_the_oracle() => Prop.ForAll(RawLog.Any, log =>
    {
        var (filter, valid) = (new ClaimFilter(), RawLog.Valid(log));
        return log.All(e => filter.Accept(e.Offset, e.Record) == valid.Contains(e.Offset));
    }).Check(Many);

    [Fact]
    public void Knows_agrees_with_Accept_for_all_records_at_or_before_any_head() => Prop.ForAll(RawLog.Any, log =>
    {
        var (filter, accepted) = (new ClaimFilter(), new HashSet<long>());
        for (var head = 0; head < log.Length; head++)
        {
            if (filter.Accept(log[head].Offset, log[head].Record))
            {
                accepted.Add(log[head].Offset);
            }

            if (log.Take(head + 1).Any(e => filter.Knows(e.Offset, e.Record, log[head].Offset) != accepted.Contains(e.Offset)))
            {
                return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Capture_and_restore_at_any_point_change_nothing() => Prop.ForAll(RawLog.Any, log =>
    {
        var (filter, valid) = (new ClaimFilter(), RawLog.Valid(log));
        foreach (var entry in log)
        {
            filter = new ClaimFilter(filter.Capture());
            if (filter.Accept(entry.Offset, entry.Record) != valid.Contains(entry.Offset))
            {
                return false;
            }
        }

        return log.All(e => filter.Knows(e.Offset, e.Record, long.MaxValue) == valid.Contains(e.Offset));
    }).Check(Many);

    [Fact]
    public void Capture_is_not_changed_by_what_the_filter_takes_afterwards()
    {
        var filter = new ClaimFilter();
        filter.Accept(0, Records.Claim());
        filter.Accept(1, Records.Event(0, 0));
        var state = filter.Capture();

        filter.Accept(2, Records.Claim());

        state.Claim.ShouldBe(0);
        state.NextSeq.ShouldBe(1);
        state.LastValid.ShouldBe(1);
        state.Closed.ShouldBeEmpty();
    }

    [Fact]
    public void Forget_changes_nothing_for_the_records_that_are_left() => Prop.ForAll(RawLog.Any, log =>
    {
        var (filter, valid) = (new ClaimFilter(), RawLog.Valid(log));
        foreach (var entry in log)
        {
            filter.Accept(entry.Offset, entry.Record);
        }

        var first = log.Length == 0 ? 0 : log[log.Length / 2].Offset;
        filter.Forget(first);
        return log.Where(e => e.Offset >= first).All(e => filter.Knows(e.Offset, e.Record, long.MaxValue) == valid.Contains(e.Offset));
    }).Check(Many);

    [Fact]
    public void Accept_after_a_hole_takes_nothing_until_the_next_claim()
    {
        var filter = new ClaimFilter();
        filter.Accept(0, Records.Claim()).ShouldBeTrue();
        filter.Accept(1, Records.Event(0, 0)).ShouldBeTrue();

        filter.Accept(2, Records.Event(0, 2)).ShouldBeFalse();
        filter.Accept(3, Records.Event(0, 1)).ShouldBeFalse();
        filter.Accept(4, Records.Command("user:u")).ShouldBeTrue();
        filter.Accept(5, Records.Claim()).ShouldBeTrue();
        filter.Accept(6, Records.Event(5, 0)).ShouldBeTrue();
        filter.Accept(7, Records.Event(0, 1)).ShouldBeFalse();
    }

    [Fact]
    public void Accept_after_a_repeat_takes_nothing_until_the_next_claim()
    {
        var filter = new ClaimFilter();
        filter.Accept(0, Records.Claim());
        filter.Accept(1, Records.Event(0, 0));

        filter.Accept(2, Records.Event(0, 0)).ShouldBeFalse();

        filter.Accept(3, Records.Event(0, 1)).ShouldBeFalse();
        filter.Claim.ShouldBe(-1);
    }

    [Fact]
    public void MoveTo_makes_the_records_up_to_there_known()
    {
        var filter = new ClaimFilter();
        filter.Accept(0, Records.Claim());

        filter.MoveTo(5, 9);

        filter.Knows(7, Records.Event(0, 3), 9).ShouldBeTrue();
        filter.Accept(10, Records.Event(0, 5)).ShouldBeTrue();
    }
}
