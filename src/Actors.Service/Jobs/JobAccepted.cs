namespace Actors.Service.Jobs;

/// <summary>The 202 of a job: it is durable and will end.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="Channel">The channel that hears its events.</param>
/// <param name="Cursor">A stream of the channel that is opened behind this position sees every event of the job.</param>
/// <param name="Links">Where it is followed and steered.</param>
internal sealed record JobAccepted(string JobId, string Channel, string Cursor, JobLinks Links);
