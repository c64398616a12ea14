namespace Actors.Jobs.Retries;

/// <summary>
/// Decides what becomes of a job whose run failed. Waits double from the base delay, each between half of it and all of it by
/// chance ("equal jitter"), so that jobs that failed together do not return together; a provider's own wish is kept when it
/// is longer. Pure.
/// </summary>
public sealed class RetryPolicy(JobsOptions options)
{
    /// <summary>Decides.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="failures">How often the job has failed already, this one not counted.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="textSeen">True when clients have text of this attempt that a run anew would not produce the same way.</param>
    /// <param name="canContinue">True when a run can go on from the text so far.</param>
    /// <param name="chance">From 0 to below 1.</param>
    public RetryDecision Decide(JobFailure failure, int failures, int attempt, bool textSeen, bool canContinue, double chance)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (!failure.IsTransient || failures >= options.MaxRetries || failure.RetryAfter > options.MaxRetryAfter)
        {
            return default;
        }

        var step = !textSeen || canContinue ? RetryStep.SameAttempt : RetryStep.NextAttempt;
        if (step == RetryStep.NextAttempt && attempt >= options.MaxAttempts)
        {
            return default;
        }

        var delay = BackOff(failures, chance);
        return new RetryDecision(step, failure.RetryAfter > delay ? failure.RetryAfter.Value : delay);
    }

    private TimeSpan BackOff(int failures, double chance)
    {
        var ceiling = Math.Min(options.RetryMaxDelay.TotalMilliseconds, options.RetryBaseDelay.TotalMilliseconds * Math.Pow(2, failures));
        return TimeSpan.FromMilliseconds((ceiling / 2) + (ceiling / 2 * chance));
    }
}
