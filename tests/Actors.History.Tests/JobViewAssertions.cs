namespace Actors.History.Tests;

internal static class JobViewAssertions
{
    internal static void ShouldSatisfy(this JobView job, JobStatus status, int attempt, int? progress) =>
        (job.Status, job.Attempt, job.Progress).ShouldBe((status, attempt, progress));
}
