using System.Diagnostics;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Log;
using Actors.Service.Problems;
using Actors.Shards;

namespace Actors.Service.Commands;

/// <summary>The way that requests take into the log: refused where they are too large or the shard is behind, else durable on return. Thread-safe.</summary>
internal sealed class CommandGateway(IDurableLog log, ShardBacklog backlog, ShardsOptions shards)
{
    /// <summary>What a job's snapshot says beyond its submit command: numbers, and the trace of the request.</summary>
    private const int SnapshotBytes = 1024;

    /// <summary>The shard of a channel.</summary>
    public int ShardOf(ChannelName channel) => channel.ShardOf(log.ShardCount);

    /// <summary>Appends a command to the shard of its channel.</summary>
    /// <exception cref="ProblemException">413: it can never fit. 503: too many commands wait there.</exception>
    /// <exception cref="LogUnavailableException">The log does not take it now.</exception>
    public async ValueTask<LogPosition> AppendAsync(CommandBody body, CancellationToken ct)
    {
        var value = CommandWriter.Write(body);
        RequireFit(body, value.Length);
        await backlog.RequireRoomAsync(ShardOf(ChannelName.Parse(body.Channel)));
        var record = new LogRecord
        {
            Kind = RecordKind.Command,
            Channel = body.Channel,
            Type = body.Type,
            Job = body.JobId,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            Value = value,
        };
        var position = await log.SubmitAsync(record, ct);
        backlog.Added(position);
        return position;
    }

    // To wait and come again, as 503 says, would help nobody.
    private void RequireFit(CommandBody body, int bytes)
    {
        var most = body.Type == CommandTypes.SubmitJob ? shards.MaxRecordBytes - SnapshotBytes : LogRecord.MaxValueBytes;
        if (bytes > most)
        {
            throw new ProblemException(Refusals.TooLarge($"The request takes {bytes} bytes in the log; at most {most} are taken."));
        }
    }
}
