namespace Actors.Cluster.Tests.Checker;

public sealed class ClaimRuleTests
{
    private readonly ClaimRule _rule = new();

    [Fact]
    public void Events_before_the_first_claim_do_not_count() => Event(0, stamp: 0, seq: 0).ShouldBeFalse();

    [Fact]
    public void Events_of_the_claim_in_force_count_in_order()
    {
        Claim(5).ShouldBeTrue();
        Event(6, 5, 0).ShouldBeTrue();
        Event(7, 5, 1).ShouldBeTrue();
    }

    [Fact]
    public void A_later_claim_ends_the_one_before_and_its_stragglers_change_nothing()
    {
        Claim(5);
        Event(6, 5, 0).ShouldBeTrue();
        Claim(7);
        Event(8, 5, 1).ShouldBeFalse();
        Event(9, 7, 0).ShouldBeTrue();
        Event(10, 5, 2).ShouldBeFalse();
        Event(11, 7, 1).ShouldBeTrue();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void A_hole_or_a_repeat_ends_the_claim_for_ever(long wrong)
    {
        Claim(5);
        Event(6, 5, 0).ShouldBeTrue();
        Event(7, 5, wrong).ShouldBeFalse();
        Event(8, 5, 1).ShouldBeFalse();
        Event(9, 5, wrong + 1).ShouldBeFalse();
        Claim(10).ShouldBeTrue();
        Event(11, 10, 0).ShouldBeTrue();
    }

    [Fact]
    public void Commands_always_count() => _rule.Counts(0, Header(RawKind.Command, -1, -1)).ShouldBeTrue();

    private bool Claim(long offset) => _rule.Counts(offset, Header(RawKind.Claim, -1, -1));

    private bool Event(long offset, long stamp, long seq) => _rule.Counts(offset, Header(RawKind.Event, stamp, seq));

    private static RawHeader Header(RawKind kind, long stamp, long seq) =>
        new() { Kind = kind, Stamp = stamp, Seq = seq, Answers = -1, Type = string.Empty, Job = string.Empty };
}
