using Actors.Log;
using Actors.Shards.Ownership;

namespace Actors.Shards.Tests.Ownership;

public sealed class CourtesyTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    [Fact]
    public void Without_a_notice_nobody_is_waited_for() => new Courtesy(LongestWait, Most).Left(TimeSpan.Zero).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_notice_is_heeded_for_as_long_as_it_says_but_not_longer_than_is_usual()
    {
        var courtesy = new Courtesy(LongestWait, Most);
        courtesy.Take(Notice(2000), At(1));
        courtesy.Left(At(1.5)).ShouldBe(At(1.5));

        courtesy.Take(Notice(3_600_000), At(2));

        courtesy.Left(At(2)).ShouldBe(LongestWait);
    }

    [Fact]
    public void Another_claim_ends_it()
    {
        var courtesy = new Courtesy(LongestWait, Most);
        courtesy.Take(Notice(2000), At(1));

        courtesy.Take(new LogRecord { Kind = RecordKind.Claim }, At(1));

        courtesy.Node.ShouldBeNull();
        courtesy.Left(At(1)).ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_comes_it_ends_with_the_last_notice_and_within_its_time(int seed)
    {
        var chance = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var courtesy = new Courtesy(LongestWait, Most);
            var (now, first, until) = (0.0, double.NaN, 0.0);
            for (var step = 0; step < 30; step++)
            {
                now += chance.NextDouble() * 2;
                var wait = chance.Next(6) * 1000;
                switch (chance.Next(8))
                {
                    case 0:
                        courtesy.Take(new LogRecord { Kind = RecordKind.Claim }, At(now));
                        first = double.NaN;
                        break;
                    case 1:
                        courtesy.Take(new LogRecord { Kind = RecordKind.Event }, At(now));
                        break;
                    default:
                        courtesy.Take(Notice(wait), At(now));
                        (first, until) = wait == 0 ? (double.NaN, 0) : (double.IsNaN(first) ? now : first, now + Math.Min(wait / 1000.0, 3));
                        break;
                }

                var expected = double.IsNaN(first) ? 0 : Math.Min(until, first + 10) - now;
                courtesy.Left(At(now)).TotalSeconds.ShouldBe(expected, 0.001);
            }
        }
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static LogRecord Notice(int milliseconds) =>
        new() { Kind = RecordKind.Notice, Value = new LeaveNotice("node", TimeSpan.FromMilliseconds(milliseconds)).Encode() };
}
