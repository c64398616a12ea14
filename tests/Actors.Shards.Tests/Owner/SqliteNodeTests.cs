using System.Text.Json;
using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Live.InProcess;
using Actors.Log;
using Actors.Log.Sqlite;
using Actors.Simulation.Jobs;
using Actors.Simulation.Oracle;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Shards.Tests.Owner;

/// <summary>The real owners on the thread pool over the embedded log.</summary>
public sealed class SqliteNodeTests : IDisposable
{
    private const int Jobs = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _directory = Directory.CreateTempSubdirectory("actors-shards").FullName;
    private readonly UuidV7Source _ids = new(TimeProvider.System);
    private SqliteLogOptions _log = new() { Directory = string.Empty };
    private ShardsOptions _shards = new() { DrainTimeout = TimeSpan.FromMilliseconds(50) };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Many_jobs_end_once_across_a_restart_in_the_middle()
    {
        await RunNode(async log =>
        {
            for (var i = 0; i < Jobs; i++)
            {
                await Submit(log, $"channel:c{i % 50}");
            }

            await Until(log, events => events.Count(e => e.Record.Step == JobStep.Text) > Jobs);
        });
        await RunNode(log => Until(log, events => events.Count(e => e.Record.Step.IsTerminal()) == Jobs));

        await using var log = Open();
        for (var shard = 0; shard < log.ShardCount; shard++)
        {
            LogOracle.CheckAtTheEnd(await ReadAll(log, shard));
        }
    }

    [Fact]
    public async Task A_point_of_more_jobs_than_the_log_takes_at_once_is_made_without_a_doubt()
    {
        const string Channel = "channel:c0";
        const int Large = 100;
        _log = _log with { MaxPendingBytes = 1024 * 1024 };
        _shards = _shards with { PointInterval = TimeSpan.FromMilliseconds(300) };
        var shard = ChannelName.Parse(Channel).ShardOf(_log.ShardCount);
        await RunNode(async log =>
        {
            for (var i = 0; i < Large; i++)
            {
                await Submit(log, Channel, "hang", new string('x', 64 * 1024));
            }

            var (claims, point) = await RoundOf(log, shard, Large);
            claims.ShouldBe(1, "an owner in doubt claims again");
            point.ShouldBeGreaterThanOrEqualTo(0);
        });

        await using var log = Open();
        (await log.ReadPointAsync(shard, CancellationToken.None)).ShouldNotBeNull();
    }

    /// <summary>Follows a shard up to a point behind so many snapshots, or up to a second claim.</summary>
    private static async Task<(int Claims, long Point)> RoundOf(SqliteLog log, int shard, int jobs)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var follower = log.Follow(shard, (await log.BoundsAsync(shard, patience.Token)).First);
        var (claims, snapshots) = (0, 0);
        while (true)
        {
            foreach (var entry in (await follower.NextAsync(patience.Token)).Entries.ToArray())
            {
                claims += entry.Record.Kind == RecordKind.Claim ? 1 : 0;
                snapshots += entry.Record.Kind == RecordKind.Snapshot ? 1 : 0;
                if (claims > 1)
                {
                    return (claims, -1);
                }

                if (entry.Record.Kind == RecordKind.Point && entry.Record.Stamp >= 0)
                {
                    if (snapshots == jobs)
                    {
                        return (claims, entry.Offset);
                    }

                    snapshots = 0;
                }
            }
        }
    }

    private async Task RunNode(Func<SqliteLog, Task> work)
    {
        await using var log = Open();
        using var system = ActorSystem.Create("node");
        using var leaving = new CancellationTokenSource();
        var shards = system.ActorOf(
            ShardsActor.For(new ShardServices
            {
                Log = log,
                Bus = new InProcessBus(),
                Jobs = new ScriptedRunner(_ids, TimeProvider.System) { Chunks = 20 },
                Ids = _ids,
                Time = TimeProvider.System,
                Options = _shards,
            }),
            "shards");
        var placement = log.RunAsync(new ShardHost(shards), leaving.Token);
        await work(log);
        await shards.Ask<ShardsDrained>(new DrainShards(), Patience);
        await leaving.CancelAsync();
        await placement;
        await shards.Ask<ShardsEnded>(new EndShards(), Patience);
        await system.Terminate();
    }

    private SqliteLog Open() => SqliteLog.Open(
        _log with { Directory = _directory }, TimeProvider.System, _ids, NullLogger<SqliteLog>.Instance);

    private async Task Submit(SqliteLog log, string channel, string kind = "text", string prompt = "p")
    {
        var shard = ChannelName.Parse(channel).ShardOf(log.ShardCount);
        var body = new CommandBody
        {
            Type = CommandTypes.SubmitJob,
            User = "u",
            Channel = channel,
            JobId = JobId.Create(shard, _ids.Next()).Value,
            Kind = kind,
            Input = JsonElement.Parse($$"""{"prompt":"{{prompt}}"}"""),
        };
        await log.SubmitAsync(
            new LogRecord
            {
                Kind = RecordKind.Command,
                Channel = channel,
                Type = body.Type,
                Value = JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.CommandBody),
            },
            CancellationToken.None);
    }

    // Follows the log itself, so nothing depends on how fast the machine is.
    private static async Task Until(SqliteLog log, Predicate<List<LogEntry>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        var all = new List<LogEntry>[log.ShardCount];
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            for (var shard = 0; shard < log.ShardCount; shard++)
            {
                all[shard] = ValidRecords.Of(await ReadAll(log, shard));
            }

            await Task.Yield();
        }
        while (!holds([.. all.SelectMany(entries => entries)]));
    }

    private static async Task<List<LogEntry>> ReadAll(SqliteLog log, int shard)
    {
        var entries = new List<LogEntry>();
        var at = (await log.BoundsAsync(shard, CancellationToken.None)).First;
        while (await log.ReadAsync(shard, at, 256 * 1024, CancellationToken.None) is { Entries.IsEmpty: false } batch)
        {
            entries.AddRange(batch.Entries.ToArray());
            at = batch.Next;
        }

        return entries;
    }
}
