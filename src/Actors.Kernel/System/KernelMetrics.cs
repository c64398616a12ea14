using System.Diagnostics.Metrics;

namespace Actors.Kernel;

/// <summary>What the kernel counts, over all systems of the process: meter <c>Actors.Kernel</c>.</summary>
internal static class KernelMetrics
{
    private static readonly Meter Meter = new("Actors.Kernel");

    /// <summary>Messages that nobody took, those whose loss is no news left out.</summary>
    internal static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("actors.kernel.dead_letters", "{message}");

    /// <summary>Actors that failed, whatever their supervisors answered.</summary>
    internal static readonly Counter<long> Failures = Meter.CreateCounter<long>("actors.kernel.failures", "{failure}");

    /// <summary>Instances that were replaced.</summary>
    internal static readonly Counter<long> Restarts = Meter.CreateCounter<long>("actors.kernel.restarts", "{restart}");
}
