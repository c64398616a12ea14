using Actors.Log.Sqlite;

namespace Actors.Log.Tests.Sqlite;

public sealed class WalGaugeTests
{
    private const int Due = WalGauge.DuePages;

    [Fact]
    public void IsDue_once_when_enough_was_written()
    {
        var gauge = new WalGauge();

        gauge.IsDue(Due - 1).ShouldBeFalse();
        gauge.IsDue(1).ShouldBeTrue();
        gauge.IsDue(Due).ShouldBeFalse();
    }

    [Fact]
    public void IsDue_again_soon_after_a_checkpoint_that_a_reader_held_up()
    {
        var gauge = new WalGauge();
        gauge.IsDue(Due).ShouldBeTrue();
        gauge.Ended(1000, empty: false);

        gauge.IsDue((Due / 4) - 1).ShouldBeFalse();
        gauge.IsDue(1).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_counts_anew_after_a_checkpoint()
    {
        var gauge = new WalGauge();
        gauge.IsDue(Due).ShouldBeTrue();
        gauge.Ended(1000, empty: true);

        gauge.IsDue(Due - 1).ShouldBeFalse();
        gauge.IsDue(1).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_however_much_was_written_since_the_last_checkpoint_that_ended()
    {
        var gauge = new WalGauge();
        gauge.IsDue(int.MaxValue).ShouldBeTrue();
        gauge.IsDue(int.MaxValue).ShouldBeFalse();
        gauge.Ended(int.MaxValue, empty: false);

        gauge.IsDue((Due / 4) - 1).ShouldBeFalse();
        gauge.IsDue(1).ShouldBeTrue();
    }
}
