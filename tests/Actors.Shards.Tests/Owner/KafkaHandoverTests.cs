using System.Text.Json;
using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Log.Kafka;
using Actors.Simulation.Oracle;
using Actors.TestServers;
using Xunit.Abstractions;

namespace Actors.Shards.Tests.Owner;

/// <summary>Three nodes over a real Kafka that are restarted one after another while jobs come.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-real")]
public sealed class KafkaHandoverTests(ITestOutputHelper output)
{
    private const int Shards = 6;
    private const int LongestAnswer = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private readonly UuidV7Source _ids = new(TimeProvider.System);

    [Fact]
    public async Task A_rolling_restart_resets_no_job_and_leaves_no_shard_without_an_owner()
    {
        await using var server = await KafkaServer.StartAsync();
        var name = $"t{Guid.NewGuid():N}";
        var options = new KafkaLogOptions { BootstrapServers = server.BootstrapServers, Topic = name, Group = name, ShardCount = Shards };
        await using var log = await KafkaOwner.OpenAsync(options);
        var nodes = new List<KafkaOwner>();
        for (var n = 0; n < 3; n++)
        {
            nodes.Add(await KafkaOwner.StartAsync(options, $"n{n}", new ShardsOptions()));
        }

        await ServedBy(nodes);
        using var enough = new CancellationTokenSource();
        var submitting = SubmitAsync(log, enough.Token);
        for (var n = 0; n < 3; n++)
        {
            await nodes[n].LeaveAsync();
            await nodes[n].DisposeAsync();
            nodes[n] = await KafkaOwner.StartAsync(options, $"n{n}", new ShardsOptions());
            await ServedBy(nodes);
        }

        await enough.CancelAsync();
        var jobs = await submitting;
        var slowest = 0L;
        for (var shard = 0; shard < Shards; shard++)
        {
            var entries = await EndedAsync(log, shard, jobs.Where(job => job.Shard == shard).Select(job => job.Value).ToHashSet());
            LogOracle.CheckAtTheEnd(entries);
            slowest = Math.Max(slowest, SlowestAnswer(entries));
            ValidRecords.Of(entries).ShouldNotContain(e => e.Record.Step == JobStep.Reset);
        }

        output.WriteLine($"{jobs.Count} jobs; the slowest answer to a command took {slowest} ms");
        slowest.ShouldBeLessThan(LongestAnswer);
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    private static Task ServedBy(List<KafkaOwner> nodes) => Until.TrueAsync(
        async () =>
        {
            var reports = await Task.WhenAll(nodes.Select(node => node.AskAsync()));
            return reports.All(report => report.Shards.Count(s => s.State == ShardState.Serving) == Shards / nodes.Count);
        },
        "each node serves its part of the shards");

    private async Task<List<JobId>> SubmitAsync(KafkaLog log, CancellationToken ct)
    {
        var jobs = new List<JobId>();
        for (var n = 0; !ct.IsCancellationRequested; n++)
        {
            var channel = $"channel:c{n % 50}";
            var shard = ChannelName.Parse(channel).ShardOf(Shards);
            var job = JobId.Create(shard, _ids.Next());
            await Submit(log, new CommandBody
            {
                Type = CommandTypes.SubmitJob,
                User = "u",
                Channel = channel,
                JobId = job.Value,
                Kind = "text",
                Input = JsonElement.Parse("{}"),
            });
            await Submit(log, new CommandBody { Type = "chat", User = "u", Channel = channel });
            jobs.Add(job);
            await Task.Delay(Pace, CancellationToken.None);
        }

        return jobs;
    }

    private static async Task Submit(KafkaLog log, CommandBody body) => await log.SubmitAsync(
        new LogRecord
        {
            Kind = RecordKind.Command,
            Channel = body.Channel,
            Type = body.Type,
            Value = JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.CommandBody),
        },
        CancellationToken.None);

    // Follows the shard until all of its jobs have ended.
    private static async Task<List<LogEntry>> EndedAsync(KafkaLog log, int shard, HashSet<string> jobs)
    {
        using var patience = new CancellationTokenSource(Patience);
        var entries = new List<LogEntry>();
        await using var follower = log.Follow(shard, (await log.BoundsAsync(shard, patience.Token)).First);
        while (jobs.Count > 0)
        {
            var batch = await follower.NextAsync(patience.Token);
            entries.AddRange(batch.Entries.ToArray());
            if (batch.Entries.ToArray().Any(e => e.Record.Step.IsTerminal()))
            {
                jobs.ExceptWith(ValidRecords.Of(entries).Where(e => e.Record.Step.IsTerminal()).Select(e => e.Record.Job!));
            }
        }

        return entries;
    }

    private static long SlowestAnswer(List<LogEntry> entries)
    {
        var asked = entries.Where(e => e.Record.Kind == RecordKind.Command).ToDictionary(e => e.Offset, e => e.Time);
        return ValidRecords.Of(entries)
            .Where(e => e.Record.Answers >= 0)
            .Select(e => e.Time - asked[e.Record.Answers])
            .DefaultIfEmpty()
            .Max();
    }
}
