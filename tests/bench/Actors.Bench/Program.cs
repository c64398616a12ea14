using Actors.Bench.Bare;
using Actors.Bench.Kernel;
using Actors.Bench.Load;
using Actors.Bench.Native;
using Actors.Bench.Peers;
using Actors.Bench.Report;
using Actors.Bench.Scenarios;

switch (args)
{
    case ["load"]: return LoadProcess.Run();
    case ["bare-server", var port]: return BareServer.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
}
Libc.RaiseOpenFiles(65_536);
var work = Directory.CreateTempSubdirectory("bench").FullName;
var report = new BenchReport();
switch (args[0])
{
    case "fanout":
        report.Add(await new FanoutRun("fanout", 1000, 1, 100, 15, 1).MeasureAsync(new BarePeer(work, null)));
        break;
    case "kernel":
        report.Add(await KernelRun.MeasureAsync());
        break;
    case "idle":
        report.Add(await new IdleRun("idle", 10000, 10000).MeasureAsync(new BarePeer(work, null)));
        report.Add(await new IdleRun("idle", 10000, 10000).MeasureAsync(new NchanPeer(work)));
        break;
    case "replay":
        report.Add(await new ReplayRun("replay", 50, 1, 10000, false, 3).MeasureAsync(new BarePeer(work, null)));
        report.Add(await new ReplayRun("replay", 50, 1, 10000, false, 2).MeasureAsync(new NchanPeer(work)));
        break;
}
return 0;
