using Actors.Live;
using Actors.Live.InProcess;
using Actors.Log;
using Actors.Service.Commands;
using Actors.Service.Limits;
using Actors.Service.Problems;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Service.Tests.Commands;

public sealed class ShardBacklogTests
{
    [Fact]
    public void Commands_that_no_digest_answers_fill_their_shard_only()
    {
        using var sut = CreateSut(new InProcessBus(), limit: 3);
        for (var i = 0; i < 3; i++)
        {
            sut.RequireRoom(1);
            sut.Added(new LogPosition(1, i));
        }

        var refusal = Should.Throw<ProblemException>(() => sut.RequireRoom(1)).Problem;
        refusal.Status.ShouldBe(503);
        refusal.RetryAfter.ShouldNotBeNull();
        sut.RequireRoom(0);
    }

    [Fact]
    public void Digest_that_answers_them_makes_room()
    {
        var bus = new InProcessBus();
        using var sut = CreateSut(bus, limit: 2);
        sut.Added(new LogPosition(0, 5));
        sut.Added(new LogPosition(0, 6));
        bus.Publish(DigestOf(to: 5, answered: 5));
        sut.Waiting(0).ShouldBe(1);
        sut.RequireRoom(0);
        bus.Publish(DigestOf(to: 9, answered: 9));
        sut.Waiting(0).ShouldBe(0);
    }

    [Fact]
    public void Owner_that_reads_but_does_not_answer_fills_the_shard_at_nodes_that_send_nothing()
    {
        var bus = new InProcessBus();
        using var sut = CreateSut(bus, limit: 100);
        bus.Publish(DigestOf(to: 500, answered: 100));
        Should.Throw<ProblemException>(() => sut.RequireRoom(0));
    }

    [Fact]
    public void Waiting_is_what_was_added_behind_the_last_answer_whatever_comes_in_between()
    {
        var steps = Gen.Choose(0, 9).ListOf();
        Prop.ForAll(steps.ToArbitrary(), list =>
        {
            var bus = new InProcessBus();
            using var sut = CreateSut(bus, limit: int.MaxValue);
            long offset = -1;
            long answered = -1;
            List<long> added = [];
            foreach (var step in list)
            {
                if (step < 7)
                {
                    sut.Added(new LogPosition(0, ++offset));
                    added.Add(offset);
                }
                else if (offset > answered)
                {
                    answered += Math.Max(1, (offset - answered) / 2);
                    bus.Publish(DigestOf(to: answered, answered));
                }
            }

            return sut.Waiting(0) == added.Count(a => a > answered);
        }).QuickCheckThrowOnFailure();
    }

    private static ShardBacklog CreateSut(ILiveBus bus, int limit) => new(2, bus, new LimitsOptions { MaxPendingCommands = limit });

    private static Digest DigestOf(long to, long answered) => new()
    {
        Shard = 0,
        From = 0,
        To = to,
        Claim = 0,
        NextSeq = 0,
        LastValid = 0,
        Answered = answered,
        Channels = [],
    };
}
