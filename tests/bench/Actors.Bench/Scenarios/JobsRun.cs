using Actors.Bench.Load;
using Actors.Bench.Load.Jobs;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>Runs text jobs of the demo provider, each with a listener of its own, and reads the log again afterwards.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Jobs">How many at once.</param>
/// <param name="Tokens">Tokens of each.</param>
/// <param name="TokensPerSecond">What the provider gives to each job.</param>
/// <param name="IdleSessions">Further sessions on which nothing happens.</param>
/// <param name="Servers">CPU seconds of the servers that the node stands on, by name.</param>
internal sealed record JobsRun(
    string Name, int Jobs, int Tokens, double TokensPerSecond = 50, int IdleSessions = 0, Func<IReadOnlyDictionary<string, double>>? Servers = null)
{
    private const int WarmUpTokens = 150;

    /// <summary>Measures the service, which it starts fresh and ends.</summary>
    public async Task<Measurement> MeasureAsync(ActorsPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using var idle = new LoadClient();
        if (IdleSessions > 0) await idle.DoAsync(new LoadCommand.Open(IdleSessions, IdleSessions, peer.Listen("idle", fromStart: false), AwaitReady: true));
        await FollowAsync(peer, "warm", WarmUpTokens);
        var before = Servers?.Invoke();
        var (seen, submitted, cpu) = await FollowAsync(peer, "bench", Tokens);
        var after = Servers?.Invoke();
        var log = await ReadLogAsync(peer, "bench");
        var values = new Dictionary<string, double>
        {
            ["ended"] = seen.Ended,
            ["complete"] = seen.Complete,
            ["chunks"] = seen.Chunks,
            ["tokens"] = seen.Tokens,
            ["token→client p50 ms"] = seen.TokenP50,
            ["token→client p99 ms"] = seen.TokenP99,
            ["event→client p50 ms"] = seen.EventP50,
            ["event→client p99 ms"] = seen.EventP99,
            ["event→client max ms"] = seen.EventMax,
            ["events/s"] = seen.Chunks / (Tokens / TokensPerSecond),
            ["node cpu s/million events"] = cpu / seen.Chunks * 1e6,
            ["chunks in the log"] = log.Chunks,
            ["streams unlike the log"] = seen.Fingerprints.Zip(log.Fingerprints).Count(pair => pair.First != pair.Second),
            ["cpu s"] = cpu,
            ["answer p50 ms"] = submitted.AnswerP50,
            ["answer p99 ms"] = submitted.AnswerP99,
        };
        foreach (var (name, seconds) in after ?? new Dictionary<string, double>()) values[$"{name} cpu s/million events"] = (seconds - before![name]) / seen.Chunks * 1e6;
        return new Measurement(Name, peer.Name, values);
    }

    private async Task<(JobsSeen Seen, Published Submitted, double Cpu)> FollowAsync(ActorsPeer peer, string group, int tokens)
    {
        await using var load = new LoadClient(Jobs);
        await load.DoAsync(new LoadCommand.Open(Jobs, Jobs, peer.ListenToJobs(group, fromStart: false), AwaitReady: true));
        var before = peer.Usage();
        var submitted = (await load.DoAsync(new LoadCommand.Submit(peer.Submit(group, Jobs, Jobs, tokens, 0)))).Published!;
        var seen = (await load.DoAsync(new LoadCommand.AwaitJobs(Jobs, TokensPerSecond, tokens / TokensPerSecond + 120))).Jobs!;
        return (seen, submitted, peer.Usage().CpuSeconds - before.CpuSeconds);
    }

    private async Task<JobsSeen> ReadLogAsync(ActorsPeer peer, string group)
    {
        await using var load = new LoadClient(Jobs);
        await load.DoAsync(new LoadCommand.Open(Jobs, Jobs, peer.ListenToJobs(group, fromStart: true), AwaitReady: true));
        return (await load.DoAsync(new LoadCommand.AwaitJobs(Jobs, TokensPerSecond, 120))).Jobs!;
    }
}
