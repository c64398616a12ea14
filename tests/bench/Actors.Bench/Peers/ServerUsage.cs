using System.Globalization;

namespace Actors.Bench.Peers;

/// <summary>What processes use, as the kernel counts it.</summary>
/// <param name="CpuSeconds">User and system time, that of children who ended included.</param>
/// <param name="ResidentBytes">Resident set, shared pages counted once for each process.</param>
/// <param name="SocketBytes">Memory of all TCP sockets of the machine, the load's own included.</param>
internal readonly record struct ServerUsage(double CpuSeconds, long ResidentBytes, long SocketBytes)
{
    private const double ClockTick = 100;
    private const int PageBytes = 4096;

    /// <summary>Reads the usage of these processes and their descendants.</summary>
    public static ServerUsage Read(IEnumerable<int> processes)
    {
        double cpu = 0;
        long resident = 0;
        foreach (var id in WithDescendants(processes))
        {
            cpu += Cpu(id);
            resident += Resident(id);
        }
        return new ServerUsage(cpu, resident, SocketMemory());
    }

    /// <summary>Memory that the kernel's TCP sockets hold, in bytes.</summary>
    public static long SocketMemory()
    {
        var line = File.ReadLines("/proc/net/sockstat").First(l => l.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ');
        return long.Parse(line[Array.IndexOf(line, "mem") + 1], CultureInfo.InvariantCulture) * PageBytes;
    }

    /// <summary>The processes and all that descend from them.</summary>
    public static IReadOnlyCollection<int> WithDescendants(IEnumerable<int> processes)
    {
        var all = new List<int>(processes);
        for (var i = 0; i < all.Count; i++)
        {
            var tasks = $"/proc/{all[i]}/task";
            if (!Directory.Exists(tasks)) continue;
            foreach (var task in Directory.EnumerateDirectories(tasks)) all.AddRange(Children(task));
        }
        return all;
    }

    private static IEnumerable<int> Children(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return []; // the thread has ended
        }
    }

    private static double Cpu(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)) / ClockTick;
    }

    private static long Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/smaps_rollup").First(l => l.StartsWith("Rss:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
