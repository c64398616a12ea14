using System.Diagnostics;
using System.Text.Json;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Log;

namespace Actors.Service.Commands;

/// <summary>The way that requests take into the log: refused where the shard is behind, else durable on return. Thread-safe.</summary>
internal sealed class CommandGateway(IDurableLog log, ShardBacklog backlog)
{
    /// <summary>The shard of a channel.</summary>
    public int ShardOf(ChannelName channel) => channel.ShardOf(log.ShardCount);

    /// <summary>Appends a command to the shard of its channel.</summary>
    /// <exception cref="Problems.ProblemException">503: too many commands wait there.</exception>
    /// <exception cref="LogUnavailableException">The log does not take it now.</exception>
    public async ValueTask<LogPosition> AppendAsync(CommandBody body, CancellationToken ct)
    {
        await backlog.RequireRoomAsync(ShardOf(ChannelName.Parse(body.Channel)));
        var record = new LogRecord
        {
            Kind = RecordKind.Command,
            Channel = body.Channel,
            Type = body.Type,
            Job = body.JobId,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            Value = JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.CommandBody),
        };
        var position = await log.SubmitAsync(record, ct);
        backlog.Added(position);
        return position;
    }
}
