using System.Globalization;
using Actors.Cluster.Tests.Cluster;

namespace Actors.Cluster.Tests.Soak;

/// <summary>The resident memory of a node that lives through the whole of a run, looked at in the same distances.</summary>
internal sealed class NodeMemory(ClusterNode node)
{
    private readonly List<double> _megabytes = [];

    /// <summary>What was seen, in MiB, in order.</summary>
    public IReadOnlyList<double> Megabytes => _megabytes;

    /// <summary>The median of a part of what was seen, from and to as shares of the whole.</summary>
    public double Median(double from, double to)
    {
        double[] part = [.. _megabytes.Take((int)(_megabytes.Count * to)).Skip((int)(_megabytes.Count * from)).Order()];
        return part[part.Length / 2];
    }

    /// <summary>Looks until it is cancelled.</summary>
    public async Task WatchAsync(TimeSpan distance, CancellationToken ct)
    {
        using var pace = new PeriodicTimer(distance);
        try
        {
            while (await pace.WaitForNextTickAsync(ct))
            {
                _megabytes.Add(Resident(node.Process.Id));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    // proc(5), status: "VmRSS:	  123456 kB".
    private static double Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan("VmRSS:".Length, line.Length - "VmRSS:".Length - "kB".Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture) / 1024;
    }
}
