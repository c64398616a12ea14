using Actors.Cluster.Tests.Checker;
using Actors.Cluster.Tests.Clients;
using Actors.Cluster.Tests.Cluster;
using Actors.Cluster.Tests.Load;
using Actors.TestServers;

namespace Actors.Cluster.Tests;

/// <summary>
/// One fault under load: pages listen from before the first event, jobs and published events flow, the fault happens in the
/// middle, the load ends, and then everything is compared with the log.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    private readonly ITestOutputHelper _output;
    private readonly PatientClient _client;
    private readonly LoadPlan _plan;
    private readonly string[] _oneEachShard;
    private readonly string[] _channels;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private Scenario(TestCluster cluster, ITestOutputHelper output, LoadPlan plan, int seed)
    {
        (Cluster, _output, _plan) = (cluster, output, plan);
        var name = $"{seed:x}-{Guid.NewGuid():N}"[..14];
        _oneEachShard = ShardOf.OneChannelEach(name, cluster.Shards);
        _channels = [.. _oneEachShard, .. Enumerable.Range(0, plan.Channels - cluster.Shards).Select(i => $"channel:{name}-room-{i}")];
        _client = new PatientClient(cluster.Proxy.Address);
        Log = cluster.OpenLog();
        Fleet = ClientFleet.Open(cluster.Proxy.Address, plan, name, _channels, new Random(seed));
        Load = new ScenarioLoad(_client, Fleet, plan, _channels, _oneEachShard, seed);
    }

    public TestCluster Cluster { get; }

    public ClientFleet Fleet { get; }

    public ScenarioLoad Load { get; }

    public LogView Log { get; }

    /// <summary>Milliseconds since 1970 at the fault's beginning.</summary>
    public long FaultBegan { get; private set; }

    /// <summary>Runs a fault on a whole cluster, which is whole again afterwards, and checks everything.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="output">Where figures and a failure's reasons go.</param>
    /// <param name="fault">Ends when the fault is over.</param>
    /// <param name="also">What else must hold, after everything has settled.</param>
    /// <param name="plan">The load.</param>
    /// <param name="seed">Chooses channels.</param>
    public static async Task RunAsync(
        TestCluster cluster, ITestOutputHelper output, Func<Scenario, Task> fault, Action<Scenario>? also = null, LoadPlan? plan = null, int seed = 1)
    {
        await using var scenario = new Scenario(cluster, output, plan ?? new LoadPlan(), seed);
        try
        {
            await scenario.RunAsync(fault, also);
        }
        catch (Exception e)
        {
            output.WriteLine(cluster.Report(e));
            await scenario.TellWhatIsOpenAsync();
            throw;
        }
    }

    /// <summary>Publishes an event in each shard; ends when each was heard by every page that listens, so each shard works from end to end.</summary>
    public async Task EveryShardWorksAsync()
    {
        // A page that follows a job may have begun behind these events.
        var pages = Fleet.Clients.Where(page => page.Follows is null).ToList();
        var notes = await Task.WhenAll(_oneEachShard.Select(channel => Load.NoteAsync(channel, "works")));
        await Until.TrueAsync(() => HaveHeard(pages, notes), "every page has heard of each shard");
    }

    /// <summary>Submits a job in each shard twice under one key, at two nodes; ends when both answers were the same.</summary>
    public Task EveryShardKnowsARepeatAsync() => Task.WhenAll(_oneEachShard.Select(Load.JobTwiceAsync));

    /// <summary>Ends when each of these jobs has its terminal event in the log.</summary>
    public Task HaveEndedAsync(IReadOnlyCollection<AcceptedJob> jobs) => Until.TrueAsync(
        () =>
        {
            Log.Refresh();
            return jobs.All(job => Log.Job(job.Id).Any(e => e.IsTerminal));
        },
        "the jobs have ended",
        Settling);

    /// <summary>Writes a line with the time since the beginning.</summary>
    public void Tell(string what) => _output.WriteLine($"{TimeProvider.System.GetElapsedTime(_began).TotalSeconds,6:0.0} s  {what}");

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        _client.Dispose();
        Log.Dispose();
    }

    private async Task TellWhatIsOpenAsync()
    {
        foreach (var node in Cluster.Nodes)
        {
            Tell($"{node.Name}: {await node.GetAsync("/health")}");
        }

        Log.Refresh();
        Log.Dump(Path.Combine(Cluster.Folder, "records"));
        var open = Load.Jobs.Where(job => !Log.Job(job.Id).Any(e => e.IsTerminal)).ToList();
        Tell($"{open.Count} jobs are open in the log: {string.Join(' ', open.Select(job => $"{job.Id} ({Log.Job(job.Id).Count} events)"))}");
    }

    private async Task RunAsync(Func<Scenario, Task> fault, Action<Scenario>? also)
    {
        await Until.TrueAsync(() => Fleet.Clients.All(page => page.IsConnected), "every page is connected");
        Tell($"{Fleet.Clients.Count} pages are connected");
        var faulting = FaultInTheMiddleAsync(fault);
        await Load.RunAsync(faulting);
        await faulting;
        Tell($"{Load.Jobs.Count} jobs and {Load.Notes.Count} notes are accepted, {_client.Repeats} requests were sent again");
        await HaveEndedAsync(Load.Jobs);
        await Cluster.WholeAsync();
        Tell("every job has ended, the cluster is whole");
        var last = await Task.WhenAll(_channels.Select(channel => Load.NoteAsync(channel, "last")));
        var late = await UntilAllHaveHeardAsync(last);
        Log.Refresh();
        var check = new ScenarioCheck(Log, Load, Fleet, _channels);
        check.Assert();
        late.ShouldBeNull();
        await check.AssertHistoryAsync(_client);
        also?.Invoke(this);
        Tell($"{check.Events} events, {check.Deliveries} deliveries, {Fleet.Clients.Sum(page => page.Connects - 1)} reconnects, {Log.Records.Count(r => !r.IsValid)} records that do not count; as the log says");
    }

    private async Task FaultInTheMiddleAsync(Func<Scenario, Task> fault)
    {
        await Until.TrueAsync(() => Load.Jobs.Count >= _plan.Jobs / 4 && Fleet.Clients.Sum(page => page.Channels.Sum(page.Count)) > 1000, "jobs are running");
        FaultBegan = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Tell("the fault begins");
        await fault(this);
        Tell("the fault is over");
    }

    // What a page lacks is told by the comparison, which says more than the time-out.
    private async Task<TimeoutException?> UntilAllHaveHeardAsync(AcceptedNote[] last)
    {
        try
        {
            await Until.TrueAsync(() => HaveHeard(Fleet.Clients, last), "every page has heard the last event of each of its channels", TimeSpan.FromSeconds(30));
            return null;
        }
        catch (TimeoutException e)
        {
            return e;
        }
    }

    private static bool HaveHeard(IEnumerable<EventSourceClient> pages, AcceptedNote[] notes) =>
        pages.All(page => page.Failure is not null || notes.Where(note => page.Channels.Contains(note.Channel)).All(note => page.HasHeard(note.Channel, note.Id)));
}
