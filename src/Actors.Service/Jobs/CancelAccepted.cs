namespace Actors.Service.Jobs;

/// <summary>The 202 of a stop: it is durable; the job's terminal event says what became of it.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Channel">The channel that hears of it.</param>
/// <param name="Cursor">A stream of the channel that is opened behind this position sees what the stop brings about.</param>
/// <param name="Links">Where the job is followed.</param>
internal sealed record CancelAccepted(string JobId, string Channel, string Cursor, JobLinks Links);
