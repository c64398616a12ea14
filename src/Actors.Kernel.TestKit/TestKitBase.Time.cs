namespace Actors.Kernel.TestKit;

/// <summary>How long there is left to wait.</summary>
public abstract partial class TestKitBase
{
    private TimeSpan? _end;

    /// <summary>What is left of the present <c>Within</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TimeSpan Remaining => _end is { } end
        ? Positive(end - Now)
        : throw new InvalidOperationException(@"Remaining may not be called outside of ""within""");

    /// <summary>What is left of the present <c>Within</c>, or the wait for one expected message.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    private TimeSpan Now => Sys.Deterministic is { } dispatcher
        ? dispatcher.Time.GetElapsedTime(0)
        : TimeProvider.System.GetElapsedTime(0);

    /// <summary><paramref name="duration"/> times the time factor.</summary>
    public TimeSpan Dilated(TimeSpan duration) => duration == Timeout.InfiniteTimeSpan ? duration : duration * TestKitSettings.TestTimeFactor;

    /// <summary><paramref name="duration"/> dilated, at most what is left; what is left if it is not given.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;
        var dilated = Dilated(given);
        return _end is null || dilated < Remaining ? dilated : Remaining;
    }

    /// <summary>Runs <paramref name="action"/>, which must end within <paramref name="max"/>. Expectations in it wait no longer than that.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs <paramref name="action"/>, which must take at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(min, max, () => { action(); return true; }, hint, epsilonValue, cancellationToken);

    /// <summary>Runs <paramref name="function"/>, which must end within <paramref name="max"/>.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs <paramref name="function"/>, which must take at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        cancellationToken.ThrowIfCancellationRequested();
        var (outer, start) = (_end, Now);
        var limit = Dilated(max);
        var left = RemainingOr(limit);
        if (left < min)
            Fail($"Required min time {min} not possible, only {left} left. {hint}");
        _end = start + (left < limit ? left : limit);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = outer;
        }

        var took = Now - start;
        if (took < min)
            Fail($"Failed: Block took {took}, should have at least been {min}. {hint}");
        if (took > limit + (epsilonValue ?? TimeSpan.Zero))
            Fail($"Failed: Block took {took}, exceeding {limit}. {hint}");
        return result;
    }

    private protected TimeSpan RemainingOr(TimeSpan duration) => _end is null ? duration : Remaining;

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
