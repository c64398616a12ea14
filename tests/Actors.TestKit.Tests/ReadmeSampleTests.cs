using System.ComponentModel.DataAnnotations;
using Actors.Contracts.Events;
using Actors.Jobs.Handlers;

namespace Actors.TestKit.Tests;

/// <summary>The handler and its test as the README shows them.</summary>
public sealed class ReadmeSampleTests
{
    [Fact]
    public void Counts_down_and_can_be_stopped()
    {
        var whole = new JobTest().Run(new Countdown(), new CountdownInput { From = 3 });
        whole.MustBeLegal();
        whole.Text.ShouldBe("3 2 1 ");

        var stopped = new JobTest().CancelAt(TimeSpan.FromSeconds(1.5)).Run(new Countdown(), new CountdownInput { From = 3 });
        stopped.Terminal.Type.ShouldBe(EventTypes.GenerationCancelled);
        stopped.Text.ShouldBe("3 2 ");
    }

    public sealed record CountdownInput
    {
        [Range(1, 100)]
        public required int From { get; init; }
    }

    public sealed class Countdown : IJobHandler<CountdownInput>
    {
        public async Task<JobResult> RunAsync(JobContext<CountdownInput> context, CancellationToken cancellationToken)
        {
            for (var n = context.Input.From; n > 0; n--)
            {
                await context.WriteTextAsync($"{n} ", cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(1), context.Time, cancellationToken);
            }

            return JobResult.Empty;
        }
    }
}
