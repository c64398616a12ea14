using Actors.Jobs.Handlers;

namespace Actors.Jobs.Tests.Running;

/// <summary>A handler whose work is given by the test.</summary>
internal sealed class WriterHandler(Func<JobContext<WriterInput>, CancellationToken, Task<JobResult>> work, bool canContinue = false)
    : IJobHandler<WriterInput>, IContinueFromText
{
    public bool CanContinue => canContinue;

    public Task<JobResult> RunAsync(JobContext<WriterInput> context, CancellationToken cancellationToken) => work(context, cancellationToken);
}
