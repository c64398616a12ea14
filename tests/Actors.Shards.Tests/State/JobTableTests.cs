using Actors.Contracts.Jobs;
using Actors.Shards.State;
using Actors.Shards.Work;

namespace Actors.Shards.Tests.State;

public sealed class JobTableTests
{
    private static readonly OpenJob Job = new()
    {
        Id = JobId.Create(0, Guid.Empty),
        Channel = "user:u",
        User = "u",
        Kind = "text",
        Input = default,
        Command = 0,
    };

    [Fact]
    public void A_job_keeps_the_time_of_its_first_start()
    {
        var jobs = new JobTable();
        var job = jobs.Open(Job);
        jobs.Apply(job.Id.Value, JobStep.Queued, null, time: 5);
        job.StartedAt.ShouldBe(0);

        jobs.Apply(job.Id.Value, JobStep.Started, null, time: 10);
        jobs.Apply(job.Id.Value, JobStep.Reset, null, time: 20);
        jobs.Apply(job.Id.Value, JobStep.Started, null, time: 20);

        var taken = jobs.Open(job.ToOpenJob());
        jobs.Apply(job.Id.Value, JobStep.Started, null, time: 30);
        (taken.StartedAt, taken.Attempt).ShouldBe((10, 3));
    }

    [Fact]
    public void A_job_whose_first_start_is_not_known_has_none_of_a_later_one()
    {
        var jobs = new JobTable();
        var job = jobs.Open(Job with { Attempt = 1 });

        jobs.Apply(job.Id.Value, JobStep.Started, null, time: 20);

        job.StartedAt.ShouldBe(0);
    }
}
