namespace Actors.History.Postgres;

/// <summary>
/// Lets many callers share one question: whoever comes while it is under way shares the next one, which begins when it ends.
/// Thread-safe.
/// </summary>
internal sealed class Rounds
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private Task? _next;

    /// <summary>A question that begins after this call. Fails as the question does.</summary>
    internal Task NextAsync(Func<Task> question)
    {
        lock (_gate)
        {
            return _next ??= BeginAsync(_last, question);
        }
    }

    private async Task BeginAsync(Task before, Func<Task> question)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            (_last, _next) = (_next!, null);
        }

        await question();
    }
}
