using System.Net.Mime;
using Actors.Contracts.Cursors;
using Actors.History;
using Actors.Log;
using Actors.Service.Identity;
using Actors.Service.Jobs;
using Actors.Service.Requests;

namespace Actors.Service.Streams;

/// <summary>The endpoints that look back.</summary>
internal static class HistoryEndpoints
{
    private const int DefaultPage = 100;
    private const int EventsAtOnce = 100;

    /// <summary>Maps <c>GET /api/events/history</c> and <c>GET /api/channels/{channel}/snapshot</c>.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/events/history", ListAsync).RequireAuthorization()
            .Produces(StatusCodes.Status200OK, null, MediaTypeNames.Application.Json)
            .WithSummary("Past events of a channel: channel, types, jobId, since, until, after, before, order=asc|desc, limit.");
        routes.MapGet("/api/channels/{channel}/snapshot", SnapshotAsync).RequireAuthorization()
            .Produces(StatusCodes.Status200OK, null, MediaTypeNames.Application.Json)
            .WithSummary("What a page needs to begin: open jobs with their text so far, the last events (events=N), and the cursor that all of it is exact at.");
    }

    private static async Task ListAsync(HttpContext context, Caller caller, IHistory history, CancellationToken ct)
    {
        var query = context.Request.Query;
        var channel = query.Text("channel") is { } named ? StreamQuery.ReadChannel(named, caller) : caller.Own;
        var page = await ReadPageAsync(
            history,
            new EventQuery
            {
                Channel = channel.Value,
                Job = query.Text("jobId"),
                Types = query.Words("types"),
                Since = query.Time("since"),
                Until = query.Time("until"),
                After = query.Offset("after"),
                Before = query.Offset("before"),
                NewestFirst = EventListBody.IsNewestFirst(query.Text("order")),
                Limit = query.Number("limit", DefaultPage, 1, EventQuery.MaxLimit),
            },
            ct);
        await EventListBody.WriteAsync(context.Response, channel.Value, page);
    }

    // So many at a time that neither one look nor the answer is large where events are.
    private static async Task<EventPage> ReadPageAsync(IHistory history, EventQuery query, CancellationToken ct)
    {
        List<LogEntry> events = [];
        var bytes = 0L;
        while (true)
        {
            var asked = Math.Min(query.Limit - events.Count, EventsAtOnce);
            var page = await history.ListEventsAsync(query with { Limit = asked }, ct);
            foreach (var entry in page.Events)
            {
                if (bytes >= AnswerLimits.Bytes)
                {
                    return page with { Events = events, Next = events[^1].Offset };
                }

                events.Add(entry);
                bytes += entry.Record.Value.Length;
            }

            if (page.Next is not { } next || page.Events.Count < asked || events.Count >= query.Limit)
            {
                return page with { Events = events };
            }

            query = query.NewestFirst ? query with { Before = next } : query with { After = next };
        }
    }

    private static async Task<SnapshotResponse> SnapshotAsync(
        HttpContext context, string channel, Caller caller, IHistory history, IDurableLog log, JobDirectory jobs, CancellationToken ct)
    {
        var name = StreamQuery.ReadChannel(channel, caller);
        var count = context.Request.Query.Number("events", 0, 0, EventQuery.MaxLimit);
        var snapshot = await history.SnapshotAsync(name.Value, count, ct);
        List<JobResponse> open = [];
        foreach (var job in snapshot.Jobs)
        {
            open.Add(await jobs.TellAsync(job.Job, job.Text, ct));
        }

        return new SnapshotResponse(
            name.Value,
            Cursor.At(log.LogId, name.Value, snapshot.Position.Offset),
            open,
            [.. snapshot.Events.Select(e => EventListBody.Parse(e.Record.Value))]);
    }
}
