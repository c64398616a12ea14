namespace Actors.TestServers;

/// <summary>
/// Waits for conditions of other processes, which can only be asked again and again. A limit that is given is one of time, whatever
/// takes it. The default only tells what hangs: there a machine that stands still for a while has waited a second.
/// </summary>
public static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MostCounted = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the time (60 s by default).</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var (limit, mostCounted) = within is { } given ? (given, TimeSpan.MaxValue) : (Patience, MostCounted);
        var (waited, asked) = (TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        while (!await condition())
        {
            if (waited > limit)
            {
                throw new TimeoutException($"Not within {limit}: {what}.");
            }

            await Task.Delay(Pause);
            var passed = TimeProvider.System.GetElapsedTime(asked);
            waited += passed < mostCounted ? passed : mostCounted;
            asked = TimeProvider.System.GetTimestamp();
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);
}
