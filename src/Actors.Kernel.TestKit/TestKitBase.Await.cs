namespace Actors.Kernel.TestKit;

/// <summary>Waiting for what is not a message.</summary>
public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/> holds.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/> holds, at most <paramref name="max"/>.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/> holds, at most <paramref name="max"/>.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/> holds, looking each <paramref name="interval"/>, at most <paramref name="max"/>.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        if (!Await(conditionIsFulfilled, RemainingOrDilated(max), interval ?? DefaultInterval, cancellationToken))
            Fail($"Timeout while waiting for a condition. {message}");
    }

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/> holds.</summary>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/> holds, looking each <paramref name="interval"/>, at most <paramref name="max"/>.</summary>
    public async Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        if (!await AwaitAsync(conditionIsFulfilled, RemainingOrDilated(max), interval ?? DefaultInterval, cancellationToken))
            Fail($"Timeout while waiting for a condition. {message}");
    }

    /// <summary>Waits until <paramref name="assertion"/> no longer throws, looking each <paramref name="interval"/>, at most <paramref name="duration"/>; then what it throws is thrown.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        if (!Await(() => Holds(assertion), RemainingOrDilated(duration), interval ?? DefaultInterval, cancellationToken))
            assertion();
    }

    /// <summary>Waits until <paramref name="assertion"/> no longer throws, looking each <paramref name="interval"/>, at most <paramref name="duration"/>; then what it throws is thrown.</summary>
    public async Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        if (!await AwaitAsync(() => Holds(assertion), RemainingOrDilated(duration), interval ?? DefaultInterval, cancellationToken))
            assertion();
    }

    private static bool Holds(Action assertion)
    {
        try
        {
            assertion();
            return true;
        }
        catch (Exception)
        {
            // Thrown once more when the time is over.
            return false;
        }
    }

    private bool Await(Func<bool> condition, TimeSpan max, TimeSpan interval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (Sys.Deterministic is { } dispatcher)
            return dispatcher.RunUntil(condition, max) || condition();
        using var never = new ManualResetEventSlim();
        var until = Now + max;
        while (!condition())
        {
            if (Now >= until)
                return false;
            never.Wait(interval, cancellationToken);
        }

        return true;
    }

    private async Task<bool> AwaitAsync(Func<bool> condition, TimeSpan max, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (Sys.Deterministic is not null)
            return Await(condition, max, interval, cancellationToken);
        var until = Now + max;
        while (!condition())
        {
            if (Now >= until)
                return false;
            await Task.Delay(interval, TimeProvider.System, cancellationToken);
        }

        return true;
    }
}
