using System.Diagnostics;
using Actors.Jobs.Handlers;
using Actors.Jobs.Lifecycle;
using Actors.Jobs.Output;

namespace Actors.Jobs.Running;

/// <summary>
/// One run of a handler: where it writes to and how it is told to end. The handler runs where the actors run (on the thread
/// pool; on a deterministic dispatcher there), but never within an actor's turn, so it cannot hold its job up.
/// </summary>
internal sealed class JobRun : IDisposable
{
    private readonly CancellationTokenSource _cancel;
    private readonly TaskScheduler _scheduler;
    private bool _ended;

    private JobRun(int number, JobOutput output, CancellationTokenSource cancel) =>
        (Number, Output, _cancel, _scheduler) = (number, output, cancel, Scheduler());

    internal int Number { get; }

    internal JobOutput Output { get; }

    internal static JobRun Create(JobEnvironment environment, JobEffect.StartRun start, Action signal)
    {
        var cancel = new CancellationTokenSource();
        return new JobRun(start.Number, new JobOutput(environment.Options, environment.Time, start, signal, cancel.Token), cancel);
    }

    /// <summary>Begins; the task gives what came of it and never fails.</summary>
    internal Task<RunEnded> Start(JobKind kind, RunSetup setup) =>
        Task.Factory.StartNew(() => RunAsync(kind, setup), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    /// <summary>Tells the handler to end, apart from the caller's turn: what is registered with the token may take its time.</summary>
    internal void Cancel()
    {
        if (!_ended)
        {
            _ = Task.Factory.StartNew(CancelNow, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
        }
    }

    internal void Ended() => _ended = true;

    public void Dispose() => _cancel.Dispose();

    private void CancelNow() => _cancel.Cancel();

    private async Task<RunEnded> RunAsync(JobKind kind, RunSetup setup)
    {
        using var activity = JobInstruments.Activities.StartActivity("job.run", ActivityKind.Internal, setup.Job.TraceParent);
        activity?.SetTag("job.id", setup.Job.Id.Value).SetTag("job.kind", kind.Name).SetTag("job.attempt", setup.Attempt);
        JobInstruments.Runs.Add(1);
        JobInstruments.Running.Add(1);
        try
        {
            var result = await kind.RunAsync(setup, _cancel.Token);
            return new RunEnded(Number, result ?? JobResult.Empty, null);
        }
#pragma warning disable CA1031 // Whatever a handler throws becomes an event of its job.
        catch (Exception e)
#pragma warning restore CA1031
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            return new RunEnded(Number, null, e);
        }
        finally
        {
            JobInstruments.Running.Add(-1);
        }
    }

    private static TaskScheduler Scheduler() =>
        SynchronizationContext.Current is null ? TaskScheduler.Default : TaskScheduler.FromCurrentSynchronizationContext();
}
