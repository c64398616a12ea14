using Actors.Contracts.Commands;
using Actors.Contracts.Cursors;
using Actors.History;
using Actors.Log;
using Actors.Service.Commands;
using Actors.Service.Identity;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Jobs;

/// <summary>Stops jobs, and goes on from stopped ones.</summary>
internal sealed class JobControl(JobDirectory directory, JobSubmission submission, OnceCommands commands, IHistory history, IDurableLog log)
{
    /// <summary>Asks a job to stop. Asking again, or after its end, is harmless.</summary>
    /// <exception cref="ProblemException">404: the caller has no such job.</exception>
    public async Task<CancelAccepted> CancelAsync(Caller caller, string jobId, IdempotencyKey? key, CancellationToken ct)
    {
        var job = await directory.RequireAsync(jobId, caller, ct);
        var offset = await commands.FindAsync(job.Shard, key, ct) is { } first ? first.Offset
            : !job.IsOpen ? job.Terminal - 1
            : (await commands.AppendAsync(
                new CommandBody { Type = CommandTypes.CancelJob, User = caller.User, Channel = job.Channel, JobId = job.Id },
                key, () => ValueTask.CompletedTask, ct)).Offset;
        var cursor = Cursor.At(log.LogId, job.Channel, offset);
        return new CancelAccepted(job.Id, job.Channel, cursor, JobLinks.Of(job.Id, job.Channel, cursor));
    }

    /// <summary>Submits a new job that goes on from a stopped one's text.</summary>
    /// <exception cref="ProblemException">404, or 409 for a job that runs or has its result.</exception>
    public async Task<JobAccepted> ResumeAsync(Caller caller, string jobId, IdempotencyKey? key, CancellationToken ct)
    {
        var job = await directory.RequireAsync(jobId, caller, ct);
        if (job.IsOpen || job.Status == JobStatus.Completed)
        {
            throw new ProblemException(Refusals.Conflict(
                $"The job is {JobStates.NameOf(job.Status)}; only one that was stopped or has failed can be resumed."));
        }

        var submit = await directory.ReadSubmitAsync(job, ct)
            ?? throw new ProblemException(Refusals.Conflict("The job is so old that its input is gone: submit it anew."));
        return await submission.AppendAsync(caller, new CommandBody
        {
            Type = CommandTypes.SubmitJob,
            User = caller.User,
            Channel = job.Channel,
            Kind = job.Kind,
            Input = submit.Input,
            ResumedFrom = job.Id,
            TextSoFar = await history.ReadTextAsync(job.Id, ct) ?? string.Empty,
        }, key, ct);
    }
}
