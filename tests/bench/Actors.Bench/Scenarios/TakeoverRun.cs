using System.Diagnostics;
using Actors.Bench.Cluster;
using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>
/// A node is killed while its one shard has open jobs and many records behind the last recovery point. A command waits when
/// the next owner comes: from its claim to the answer, by the log's own clock.
/// </summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Jobs">Open jobs.</param>
/// <param name="Records">Events published before the kill; what the jobs emit meanwhile comes on top.</param>
internal sealed record TakeoverRun(string Name, int Jobs, int Records)
{
    private const string Waiting = "channel:waiting0";
    private const int MostTokens = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Measures the service, which it starts fresh and ends. It must have one shard, and make no recovery point by itself.</summary>
    public async Task<Measurement> MeasureAsync(ActorsPeer peer, KafkaReader log)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using var load = new LoadClient(Jobs);
        await load.DoAsync(new LoadCommand.Submit(peer.Submit("open", Jobs, Jobs, MostTokens, 0)));
        await using (var fill = new LoadClient())
            await fill.DoAsync(new LoadCommand.Publish(peer.Publish("fill", 1) with { Count = Records, Connections = 8 }));
        await peer.KillAsync();
        log.SubmitChat(Waiting);
        var began = Stopwatch.GetTimestamp();
        await peer.StartAsync();
        var (claimed, answered, records) = await log.FirstAnswerAsync(Waiting, Patience);
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["open jobs"] = Jobs,
            ["records before the claim"] = records,
            ["claim→first answer ms"] = answered - claimed,
            ["start→first answer seen ms"] = Stopwatch.GetElapsedTime(began).TotalMilliseconds,
        });
    }
}
