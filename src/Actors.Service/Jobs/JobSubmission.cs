using System.Text.Json;
using Actors.Contracts;
using Actors.Contracts.Commands;
using Actors.Contracts.Cursors;
using Actors.Contracts.Jobs;
using Actors.Jobs.Handlers;
using Actors.Log;
using Actors.Service.Commands;
using Actors.Service.Identity;
using Actors.Service.Limits;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Jobs;

/// <summary>Makes jobs from requests: checks what can be checked before anything is durable, then appends the submit command.</summary>
internal sealed class JobSubmission(JobHandlerRegistry handlers, OnceCommands commands, OpenJobLimit limit, IDurableLog log, IIdSource ids)
{
    /// <summary>Submits a new job.</summary>
    /// <exception cref="ProblemException">The input is not valid, the user has too many open jobs, or the shard is behind.</exception>
    public Task<JobAccepted> SubmitAsync(Caller caller, string kind, JobInput request, IdempotencyKey? key, CancellationToken ct)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(request.Input, ServiceJson.Default.JsonElement);
        RequireValid(handlers.Check(kind, input));
        return AppendAsync(caller, new CommandBody
        {
            Type = CommandTypes.SubmitJob,
            User = caller.User,
            Channel = request.Channel.Value,
            Kind = kind,
            Input = request.Input,
        }, key, ct);
    }

    /// <summary>Appends a submit command whose job id follows from the key, or is new.</summary>
    public async Task<JobAccepted> AppendAsync(Caller caller, CommandBody submit, IdempotencyKey? key, CancellationToken ct)
    {
        var shard = Contracts.Channels.ChannelName.Parse(submit.Channel).ShardOf(log.ShardCount);
        var id = JobId.Create(shard, key?.Id ?? ids.Next()).Value;
        var position = await commands.AppendAsync(submit with { JobId = id }, key, () => limit.RequireRoomAsync(caller.User, ct), ct);
        var cursor = Cursor.At(log.LogId, submit.Channel, position.Offset);
        return new JobAccepted(id, submit.Channel, cursor, JobLinks.Of(id, submit.Channel, cursor));
    }

    private static void RequireValid(IReadOnlyList<InputError> errors)
    {
        if (errors.Count > 0)
        {
            throw new ProblemException(Refusals.Invalid(errors
                .GroupBy(e => e.Field, e => e.Message, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal)));
        }
    }
}
