using Actors.Contracts.Jobs;

namespace Actors.Contracts.Tests.Jobs;

public sealed class JobStepsTests
{
    [Fact]
    public void IsTerminal_of_exactly_the_three_steps_that_end_a_job() =>
        Enum.GetValues<JobStep>().Where(s => s.IsTerminal()).ShouldBe([JobStep.Completed, JobStep.Failed, JobStep.Cancelled]);
}
