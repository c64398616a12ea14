using Actors.Log.Kafka.Writes;

namespace Actors.Log.Tests.Kafka.Writes;

public sealed class BurstPaceTests
{
    private const long Frequency = 1_000_000;
    private static readonly long Most = (long)BurstPace.MostPause.TotalMicroseconds;

    private readonly BurstPace _pace = new(Frequency);
    private long _now;

    [Fact]
    public void A_quiet_node_makes_no_pause()
    {
        Write(perSecond: 10, seconds: 1);

        _pace.Pause.ShouldBeLessThan(Most / 500);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public void The_pause_grows_with_what_is_written(double perSecond)
    {
        Write(perSecond, seconds: 1);

        var load = perSecond / BurstPace.Busy;
        _pace.Pause.ShouldBeInRange((long)(Most * load * load * 0.9), (long)(Most * load * load * 1.1));
    }

    [Fact]
    public void The_pause_is_bounded()
    {
        Write(perSecond: 100_000, seconds: 1);

        _pace.Pause.ShouldBe(Most);
    }

    [Fact]
    public void The_first_record_after_a_rest_finds_no_pause()
    {
        Write(perSecond: 100_000, seconds: 1);

        _now += 20 * Frequency;
        _pace.Count(_now);

        _pace.Pause.ShouldBeLessThan(Most / 10);
    }

    private void Write(double perSecond, int seconds)
    {
        for (var i = 0; i < perSecond * seconds; i++)
        {
            _now += (long)(Frequency / perSecond);
            _pace.Count(_now);
        }
    }
}
