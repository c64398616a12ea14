using System.Runtime.InteropServices;
using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Contracts.Cursors;
using Actors.Contracts.Jobs;
using Actors.History;
using Actors.Log;
using Actors.Service.Identity;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Jobs;

/// <summary>Finds jobs for those whose they are.</summary>
internal sealed class JobDirectory(IHistory history, IDurableLog log)
{
    // A result may have 256 KiB and an input 1 MiB: with so many of both a page is beyond its bytes by a few times, not by hundreds.
    private const int JobsAtOnce = 20;

    /// <summary>
    /// The caller's job. Somebody else's is answered like one that does not exist: a 403 would tell a stranger which ids do.
    /// </summary>
    /// <exception cref="ProblemException">404.</exception>
    public async ValueTask<JobView> RequireAsync(string jobId, Caller caller, CancellationToken ct)
    {
        JobView? job = null;
        if (JobId.TryParse(jobId, out var id) && id.Shard < log.ShardCount)
        {
            await CatchUpAsync(id.Shard, ct);
            job = await history.FindJobAsync(jobId, ct);
        }

        return job is not null && string.Equals(job.User, caller.User, StringComparison.Ordinal)
            ? job
            : throw new ProblemException(Refusals.NotFound($"You have no job '{jobId}'."));
    }

    /// <summary>A page of the caller's jobs. It ends early when results and inputs come to <see cref="AnswerLimits.Bytes"/>.</summary>
    public async Task<JobList> ListAsync(Caller caller, JobQuery query, CancellationToken ct)
    {
        await CatchUpAsync(caller.Own.ShardOf(log.ShardCount), ct);
        List<JobResponse> jobs = [];
        var bytes = 0L;
        while (true)
        {
            var page = await history.ListJobsAsync(query with { Limit = Math.Min(query.Limit - jobs.Count, JobsAtOnce) }, ct);
            var submits = await history.FindSubmitsAsync(page.Jobs, ct);
            foreach (var job in page.Jobs)
            {
                var told = Tell(job, text: null, Read(submits.GetValueOrDefault(job.Id)));
                bytes += (job.Result?.Length ?? 0) + (told.Input is { } input ? JsonMarshal.GetRawUtf8Value(input).Length : 0);
                jobs.Add(told);
            }

            if (page.Next is null || jobs.Count >= query.Limit || bytes >= AnswerLimits.Bytes)
            {
                return new JobList(jobs, page.Next);
            }

            query = query with { After = page.Next };
        }
    }

    /// <summary>A job as it is told, with its text so far while it is open.</summary>
    public async Task<JobResponse> TellAsync(JobView job, CancellationToken ct) =>
        await TellAsync(job, job.IsOpen ? await history.ReadTextAsync(job.Id, ct) : null, ct);

    /// <summary>A job as it is told.</summary>
    /// <param name="job">The job.</param>
    /// <param name="text">Its text so far; null where that is not known or the result says it.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<JobResponse> TellAsync(JobView job, string? text, CancellationToken ct) => Tell(job, text, await ReadSubmitAsync(job, ct));

    private JobResponse Tell(JobView job, string? text, CommandBody? submit)
    {
        var end = job.Result is { } json ? TerminalEvent.Read(json) : null;
        return new JobResponse
        {
            JobId = job.Id,
            Channel = job.Channel,
            Status = JobStates.NameOf(job.Status),
            Kind = job.Kind,
            Attempt = job.Attempt > 0 ? job.Attempt : null,
            Progress = job.Progress,
            CreatedAt = job.CreatedAt,
            UpdatedAt = job.UpdatedAt,
            Input = submit?.Input is { } input && BrokenText.Find(input) is null ? input : null,
            ResumedFrom = job.ResumedFrom,
            Text = end?.Result?.Text ?? text,
            TextHref = end?.Result?.TextHref,
            Usage = end?.Result?.Usage,
            Provider = end?.Result?.Provider,
            FinishReason = end?.Result?.FinishReason,
            Data = end?.Result?.Data,
            Error = end?.Error is { } error ? new JobError(error, end.Code ?? string.Empty, end.Retryable, end.Suggestion) : null,
            Links = JobLinks.Of(job.Id, job.Channel, Cursor.At(log.LogId, job.Channel, job.Command)),
        };
    }

    /// <summary>The command that submitted a job; null when retention has removed it.</summary>
    public async ValueTask<CommandBody?> ReadSubmitAsync(JobView job, CancellationToken ct) =>
        Read(await history.FindSubmitAsync(job, ct));

    private static CommandBody? Read(LogRecord? submit) =>
        submit is { } record ? JsonSerializer.Deserialize(record.Value.Span, CommandJson.Default.CommandBody) : null;

    // Who has heard an event, or got a 202, and asks then, is not told what was before it.
    private async ValueTask CatchUpAsync(int shard, CancellationToken ct)
    {
        var bounds = await log.BoundsAsync(shard, ct);
        if (bounds.Next > 0)
        {
            await history.WaitForAsync(shard, bounds.Next - 1, ct);
        }
    }
}
