using Actors.Log.Sqlite;

namespace Actors.Log.Tests.Sqlite;

public sealed class WalGaugeTests
{
    [Fact]
    public void IsDue_once_when_enough_was_written()
    {
        var gauge = new WalGauge();

        gauge.IsDue(WalGauge.DuePages - 1).ShouldBeFalse();
        gauge.IsDue(WalGauge.DuePages).ShouldBeTrue();
        gauge.IsDue(WalGauge.DuePages * 2).ShouldBeFalse();
    }

    [Fact]
    public void IsDue_again_soon_after_a_checkpoint_that_a_reader_held_up()
    {
        var gauge = new WalGauge();
        gauge.IsDue(WalGauge.DuePages).ShouldBeTrue();
        gauge.Ended(5000, empty: false);

        gauge.IsDue(5000 + (WalGauge.DuePages / 4) - 1).ShouldBeFalse();
        gauge.IsDue(5000 + (WalGauge.DuePages / 4)).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_counts_anew_after_a_checkpoint()
    {
        var gauge = new WalGauge();
        gauge.IsDue(WalGauge.DuePages).ShouldBeTrue();
        gauge.Ended(5000, empty: true);

        gauge.IsDue(5000 + WalGauge.DuePages - 1).ShouldBeFalse();
        gauge.IsDue(5000 + WalGauge.DuePages).ShouldBeTrue();
    }
}
