namespace Actors.Sessions.Tests;

public sealed class SessionOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => new SessionOptions().Validate();

    [Fact]
    public void A_wrong_value_is_refused_by_a_sentence_that_names_the_key()
    {
        var options = new SessionOptions();
        SessionOptions[] wrong =
        [
            options with { Node = " " },
            options with { HeartbeatInterval = TimeSpan.Zero },
            options with { HeartbeatInterval = TimeSpan.FromSeconds(31) },
            options with { SlowClientTimeout = TimeSpan.Zero },
            options with { MaxChannelsPerSession = 65 },
            options with { WindowBytes = 1 },
            options with { AllWindowsBytes = 1 },
            options with { PageBytes = 1 },
            options with { PageCacheBytes = 1 },
            options with { SliceBytes = 1 },
            options with { MaxReplay = -1 },
            options with { ConcurrentReads = 0 },
            options with { MaxWakeDelay = TimeSpan.FromSeconds(-1) },
        ];
        foreach (var value in wrong)
        {
            Should.Throw<ArgumentException>(value.Validate).Message.ShouldStartWith("Sessions:");
        }
    }
}
