namespace Actors.TestServers;

/// <summary>
/// Waits for conditions of other processes, which can only be asked again and again. A machine that stands still for a while has
/// waited a second: what is waited for stood still as well.
/// </summary>
public static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostCounted = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the time (60 s by default).</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(60);
        var (waited, asked) = (TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        while (!await condition())
        {
            if (waited > limit)
            {
                throw new TimeoutException($"Not within {limit}: {what}.");
            }

            await Task.Delay(Pause);
            var passed = TimeProvider.System.GetElapsedTime(asked);
            waited += passed < MostCounted ? passed : MostCounted;
            asked = TimeProvider.System.GetTimestamp();
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);
}
