using System.Net.Mime;
using Actors.History;
using Actors.Jobs.Handlers;
using Actors.Service.Identity;
using Actors.Service.Requests;

namespace Actors.Service.Jobs;

/// <summary>The endpoints of jobs.</summary>
internal static class JobEndpoints
{
    private const int DefaultPage = 50;

    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddActorsJobs(this IServiceCollection services) => services
        .AddSingleton<JobSubmission>()
        .AddSingleton<JobDirectory>()
        .AddSingleton<JobControl>();

    /// <summary>Maps <c>/api/generate/{kind}</c> for each kind that has a handler, and <c>/api/jobs</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        foreach (var kind in routes.ServiceProvider.GetRequiredService<JobHandlerRegistry>().All)
        {
            var name = kind.Name;
            routes.MapPost($"/api/generate/{name}", (HttpContext context, Caller caller, JobSubmission jobs) => SubmitAsync(context, caller, jobs, name))
                .Accepts(kind.InputType, MediaTypeNames.Application.Json)
                .Produces<JobAccepted>(StatusCodes.Status202Accepted)
                .AsPost($"Submits a job of kind {name}. Beside its input the body may name the 'channel' that hears of it.");
        }

        var jobs = routes.MapGroup("/api/jobs").RequireAuthorization();
        jobs.MapGet("", ListAsync).WithSummary("One's jobs, the newest first: limit, after, status, kind, channel, results=0.");
        jobs.MapGet("/{jobId}", GetAsync).WithSummary("A job; also right after its 202.");
        jobs.MapGet("/{jobId}/text", GetTextAsync).Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain).WithSummary("A job's text; so far, while it runs.");
        jobs.MapPost("/{jobId}/cancel", CancelAsync).Produces<CancelAccepted>(StatusCodes.Status202Accepted).AsPost("Stops a job; its last event carries what there is.");
        jobs.MapDelete("/{jobId}", CancelAsync).Produces<CancelAccepted>(StatusCodes.Status202Accepted).AsPost("The same as cancel.");
        jobs.MapPost("/{jobId}/resume", ResumeAsync).Produces<JobAccepted>(StatusCodes.Status202Accepted).AsPost("A new job that goes on from a stopped one's text.");
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, Caller caller, JobSubmission jobs, string kind)
    {
        var body = await RequestBody.ReadAsync(context);
        var key = IdempotencyKey.From(context.Request, caller, body.Bytes.Span);
        var accepted = await jobs.SubmitAsync(caller, kind, JobInput.Read(body, caller), key, context.RequestAborted);
        return TypedResults.Accepted(accepted.Links.Self, accepted);
    }

    private static Task<JobList> ListAsync(HttpRequest request, Caller caller, JobDirectory jobs, CancellationToken ct) => jobs.ListAsync(
        caller,
        new JobQuery
        {
            User = caller.User,
            Statuses = JobStates.Parse("status", request.Query.Words("status")),
            Kind = request.Query.Text("kind"),
            Channel = request.Query.Text("channel"),
            Limit = request.Query.Number("limit", DefaultPage, 1, JobQuery.MaxLimit),
            After = request.Query.Text("after"),
            WithResults = request.Query.Flag("results", absent: true),
        },
        ct);

    private static async Task<JobResponse> GetAsync(string jobId, Caller caller, JobDirectory jobs, CancellationToken ct) =>
        await jobs.TellAsync(await jobs.RequireAsync(jobId, caller, ct), ct);

    private static async Task<IResult> GetTextAsync(string jobId, Caller caller, JobDirectory jobs, IHistory history, CancellationToken ct)
    {
        var job = await jobs.RequireAsync(jobId, caller, ct);
        return TypedResults.Text(await history.ReadTextAsync(job.Id, ct) ?? string.Empty, "text/plain; charset=utf-8");
    }

    private static async Task<IResult> CancelAsync(HttpContext context, string jobId, Caller caller, JobControl jobs)
    {
        var body = await RequestBody.ReadAsync(context, mayBeEmpty: true);
        var key = IdempotencyKey.From(context.Request, caller, body.Bytes.Span);
        var accepted = await jobs.CancelAsync(caller, jobId, key, context.RequestAborted);
        return TypedResults.Accepted(accepted.Links.Self, accepted);
    }

    private static async Task<IResult> ResumeAsync(HttpContext context, string jobId, Caller caller, JobControl jobs)
    {
        var body = await RequestBody.ReadAsync(context, mayBeEmpty: true);
        var key = IdempotencyKey.From(context.Request, caller, body.Bytes.Span);
        var accepted = await jobs.ResumeAsync(caller, jobId, key, context.RequestAborted);
        return TypedResults.Accepted(accepted.Links.Self, accepted);
    }
}
