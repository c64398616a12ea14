namespace Actors.Service.Streams;

/// <summary>
/// Gives memory back after a wave of connects. What thousands of requests leave behind has reached the oldest generation by the
/// time it is garbage, and streams that are idle allocate nothing, so nobody would collect it: 3 KiB for each of 10,000 streams.
/// One collection when the wave is over, a pause of about 0.1 s.
/// </summary>
internal sealed class ConnectTrim(Limits.ConnectionCount connections, TimeProvider time) : BackgroundService
{
    /// <summary>So many new streams are a wave: fewer leave too little behind to be worth a pause.</summary>
    private const int Wave = 1000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await TrimAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends. A host that fails to start cancels without waiting, and would report this as a fault.
        }
    }

    private async Task TrimAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Period, time);
        int trimmed = 0, before = 0;
        while (await timer.WaitForNextTickAsync(ct))
        {
            var now = connections.Total;
            var isOver = now <= before;
            before = now;
            trimmed = Math.Min(trimmed, now);
            if (isOver && now - trimmed >= Wave)
            {
                trimmed = now;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
