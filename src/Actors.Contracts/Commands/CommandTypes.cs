namespace Actors.Contracts.Commands;

/// <summary>The types of commands. Each is the first field of its JSON, as with events.</summary>
public static class CommandTypes
{
    /// <summary>Submits a job.</summary>
    public const string SubmitJob = "job.submit";

    /// <summary>Asks a job to stop.</summary>
    public const string CancelJob = "job.cancel";

    /// <summary>Publishes one event or a batch of a backend's own types.</summary>
    public const string PublishEvents = "events.publish";
}
