namespace Actors.Kernel.TestKit;

/// <summary>How long tests wait, from <c>akka.test</c> of the system's configuration.</summary>
public sealed class TestKitSettings
{
    internal TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(30));
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(30));
        ExpectNoMessageDefault = config.GetTimeSpan("akka.test.expect-no-message-default", TimeSpan.FromMilliseconds(100));
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 1);
    }

    /// <summary>For whole procedures: <c>akka.test.default-timeout</c>, 30 s.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>For one expected message: <c>akka.test.single-expect-default</c>, 30 s.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>What durations are multiplied with on slow machines: <c>akka.test.timefactor</c>, 1.</summary>
    public double TestTimeFactor { get; }

    /// <summary>How long no message may come: <c>akka.test.expect-no-message-default</c>, 100 ms.</summary>
    internal TimeSpan ExpectNoMessageDefault { get; }
}
