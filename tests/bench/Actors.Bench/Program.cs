using System.Globalization;
using Actors.Bench;
using Actors.Bench.Bare;
using Actors.Bench.Load;
using Actors.Bench.Native;
using Actors.Bench.Peers;
using Actors.Bench.Report;

// Two modes are for the bench's own child processes.
switch (args)
{
    case ["load", var jobListeners]: return LoadProcess.Run(int.Parse(jobListeners, CultureInfo.InvariantCulture));
    case ["bare-server", var port]: return BareServer.Run(int.Parse(port, CultureInfo.InvariantCulture));
}

// 10,000 sessions on either side, and room for the rest.
const ulong NeededFiles = 12_000;
if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}
if (Libc.RaiseOpenFiles(NeededFiles) is var files and < (long)NeededFiles)
    Console.Error.WriteLine($"Only {files} files may be open here; 10,000 sessions need ulimit -n {NeededFiles}.");

var work = Directory.CreateTempSubdirectory("actors-bench-").FullName;
try
{
    var report = new BenchReport();
    var service = options.Service ?? Path.Combine(work, "service");
    if (options.Service is null && options.Scenario != "kernel" && options.Peers.Contains("actors"))
        await ActorsPeer.PublishAsync(SourceTree.ServiceProject, service);
    await RunAsync(options, new BenchSuite(work, service, options.Peers, report));
    report.End();
    if (options.JsonFile is { } file) report.Save(file);
    return report.Met ? 0 : 1;
}
finally
{
    Directory.Delete(work, recursive: true);
}

static async Task RunAsync(BenchOptions options, BenchSuite suite)
{
    var all = options.Scenario == "all";
    if (all || options is { Scenario: "fanout", Private: false, Max: false }) await suite.FanoutAsync();
    if (all || options is { Scenario: "fanout", Private: true }) await suite.PrivateAsync();
    if (options is { Scenario: "fanout", Max: true }) await suite.FanoutMaxAsync();
    if (all || options.Scenario == "first") await suite.FirstAsync();
    if (all || options.Scenario == "idle") await suite.IdleAsync();
    if (all || options.Scenario == "replay") await suite.ReplayAsync();
    if (all || options.Scenario == "slow") await suite.SlowAsync();
    if (all || options.Scenario == "jobs") await suite.JobsAsync();
    if (all || options.Scenario == "kernel") await suite.KernelAsync();
    if (options.Scenario == "cluster") await suite.ClusterAsync(options.Only);
}
