using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>Submits jobs to an idle node one after the other and measures from each POST to the job's first event at the client.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Jobs">How many.</param>
internal sealed record FirstRun(string Name, int Jobs)
{
    /// <summary>Half a minute: brokers that were started a moment ago still compile what they run, on the cores that are measured.</summary>
    private const int WarmUpJobs = 300;

    private const int IntervalMilliseconds = 100;

    /// <summary>Measures the service, which it starts fresh and ends.</summary>
    public async Task<Measurement> MeasureAsync(ActorsPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using var load = new LoadClient(jobListeners: 1);
        await load.DoAsync(new LoadCommand.Open(1, 1, peer.ListenToJobs("first", fromStart: false), AwaitReady: true));
        await load.DoAsync(new LoadCommand.Submit(peer.Submit("first", WarmUpJobs, 1, 1, IntervalMilliseconds)));
        await load.DoAsync(new LoadCommand.AwaitJobs(WarmUpJobs, 50, 30));
        await load.DoAsync(new LoadCommand.Clear());
        var submitted = (await load.DoAsync(new LoadCommand.Submit(peer.Submit("first", Jobs, 1, 1, IntervalMilliseconds)))).Published!;
        var reply = await load.DoAsync(new LoadCommand.AwaitJobs(WarmUpJobs + Jobs, 50, 30));
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["jobs"] = Jobs,
            ["ended"] = reply.Jobs!.Ended - WarmUpJobs,
            ["p50 ms"] = reply.P50,
            ["p90 ms"] = reply.P90,
            ["p99 ms"] = reply.P99,
            ["answer p50 ms"] = submitted.AnswerP50,
            ["answer p99 ms"] = submitted.AnswerP99,
        });
    }
}
