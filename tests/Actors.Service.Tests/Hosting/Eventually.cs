namespace Actors.Service.Tests.Hosting;

/// <summary>Waits for what comes by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again until it is so; fails when it never is.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Patience, "It never came.");
            await Task.Delay(Step);
        }
    }
}
