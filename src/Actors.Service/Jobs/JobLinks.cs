namespace Actors.Service.Jobs;

/// <summary>Where a job is followed and steered: paths on this service.</summary>
/// <param name="Self">The job.</param>
/// <param name="Events">A stream that carries all of the job's events, whenever it is opened.</param>
/// <param name="Cancel">POST stops it.</param>
/// <param name="Resume">POST goes on from it in a new job, once it has stopped.</param>
/// <param name="Text">Its text, plain.</param>
internal sealed record JobLinks(string Self, string Events, string Cancel, string Resume, string Text)
{
    /// <summary>The links of a job whose events come behind a cursor in a channel.</summary>
    public static JobLinks Of(string jobId, string channel, string cursor) => new(
        $"/api/jobs/{jobId}",
        $"/api/events?channels={channel}&jobId={jobId}&lastEventId={cursor}",
        $"/api/jobs/{jobId}/cancel",
        $"/api/jobs/{jobId}/resume",
        $"/api/jobs/{jobId}/text");
}
