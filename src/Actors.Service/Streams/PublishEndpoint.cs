using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Contracts.Cursors;
using Actors.Jobs;
using Actors.Log;
using Actors.Service.Commands;
using Actors.Service.Identity;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Streams;

/// <summary>The endpoint that backends publish events at.</summary>
internal static class PublishEndpoint
{
    /// <summary>Maps <c>POST /api/channels/{channel}/events</c>.</summary>
    public static void MapPublish(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/channels/{channel}/events", PublishAsync)
            .Produces<PublishAccepted>(StatusCodes.Status202Accepted)
            .AsPost($"Publishes one event, an array, or {{\"events\":[…]}} of up to {PublishRequest.MaxEvents}, of types of one's own. Needs the right 'publish'.");

    private static async Task<IResult> PublishAsync(
        HttpContext context, string channel, Caller caller, OnceCommands commands, JobsOptions jobs, IDurableLog log, IIdSource ids, TimeProvider time)
    {
        if (!caller.MayPublish)
        {
            throw new ProblemException(Refusals.Forbidden("Publishing needs the right 'publish' in the token's 'rights'."));
        }

        if (!ChannelName.TryParse(channel, out var name))
        {
            throw new ProblemException(Refusals.Invalid("channel", $"'{channel}' must be 'user:<id>' or 'channel:<id>' with an id of 1 to 128 characters of A-Z a-z 0-9 _ . -"));
        }

        var body = await RequestBody.ReadAsync(context);
        var key = IdempotencyKey.From(context.Request, caller, body.Bytes.Span);
        using var document = body.AsDocument();
        var events = PublishRequest.Read(
            document.RootElement, name, jobs.MaxEventBytes, time.GetUtcNow(), i => key is null ? ids.Next() : DeterministicId.Of(key.Id, i));
        var command = new CommandBody { Type = CommandTypes.PublishEvents, User = caller.User, Channel = name.Value, Events = events };
        var position = await commands.AppendAsync(command, key, () => ValueTask.CompletedTask, context.RequestAborted);
        return TypedResults.Accepted((string?)null, new PublishAccepted(
            [.. events.Select(e => e.GetProperty("id"u8).GetString()!)], name.Value, Cursor.At(log.LogId, name.Value, position.Offset)));
    }
}
