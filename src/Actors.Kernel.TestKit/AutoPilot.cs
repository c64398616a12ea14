namespace Actors.Kernel.TestKit;

/// <summary>Answers the messages of a test actor as they come; the test gets them too.</summary>
public abstract class AutoPilot
{
    /// <summary>For derived classes.</summary>
    protected AutoPilot()
    {
    }

    /// <summary>Go on with the present one.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <summary>No more.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Handles a message.</summary>
    /// <returns>What handles the next one.</returns>
    public abstract AutoPilot Run(IActorRef sender, object message);
}
