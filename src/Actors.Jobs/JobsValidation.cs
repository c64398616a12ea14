namespace Actors.Jobs;

/// <summary>What is wrong with settings of jobs.</summary>
public static class JobsValidation
{
    /// <summary>A sentence for each wrong setting, with its key and what it may be; empty when all are right.</summary>
    public static IReadOnlyList<string> Validate(this JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> errors = [];
        if (options.Provider is not (JobsDefaults.DemoProvider or JobsDefaults.OpenAIProvider))
        {
            errors.Add($"Jobs:Provider must be 'demo' or 'openai', not '{options.Provider}'.");
        }

        if (options.Provider == JobsDefaults.OpenAIProvider)
        {
            Check(errors, options.OpenAI.BaseUrl is { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Jobs:OpenAI:BaseUrl must be an absolute http or https address.");
            Check(errors, options.OpenAI.ApiKey.Length > 0, "Jobs:OpenAI:ApiKey must be set; any text will do for a server that wants none.");
            Check(errors, options.OpenAI.Model.Length > 0, "Jobs:OpenAI:Model must name the model to use.");
        }

        Check(errors, options.Demo.TokensPerSecond is >= 0.1 and <= 100_000, "Jobs:Demo:TokensPerSecond must be from 0.1 to 100000.");
        Range(errors, "Demo:DefaultTokens", options.Demo.DefaultTokens, 1, 100_000);
        Range(errors, nameof(options.MaxRunningJobs), options.MaxRunningJobs, 1, 1_000_000);
        Range(errors, nameof(options.MaxUnackedEventsPerJob), options.MaxUnackedEventsPerJob, 1, 10_000);
        Range(errors, nameof(options.ChunkIntervalMilliseconds), options.ChunkIntervalMilliseconds, 0, 10_000);
        Range(errors, nameof(options.ChunkBytes), options.ChunkBytes, 1, 16 * 1024);
        Range(errors, nameof(options.MaxPromptBytes), options.MaxPromptBytes, 1, 16 * 1024 * 1024);
        Range(errors, nameof(options.MaxOutputBytes), options.MaxOutputBytes, 1, 64 * 1024 * 1024);

        // A chunk of 16 Ki characters takes up to six bytes for each where all are escaped.
        Range(errors, nameof(options.MaxEventBytes), options.MaxEventBytes, 128 * 1024, 16 * 1024 * 1024);
        Range(errors, nameof(options.MaxRetries), options.MaxRetries, 0, 100);
        Range(errors, nameof(options.MaxAttempts), options.MaxAttempts, 1, 1000);
        Positive(errors, nameof(options.MaxJobDuration), options.MaxJobDuration);
        Positive(errors, nameof(options.ProviderSilenceTimeout), options.ProviderSilenceTimeout);
        Positive(errors, nameof(options.CancelGrace), options.CancelGrace);
        Positive(errors, nameof(options.RetryBaseDelay), options.RetryBaseDelay);
        Positive(errors, nameof(options.RetryMaxDelay), options.RetryMaxDelay);
        Positive(errors, nameof(options.MaxRetryAfter), options.MaxRetryAfter);
        return errors;
    }

    private static void Check(List<string> errors, bool holds, string message)
    {
        if (!holds)
        {
            errors.Add(message);
        }
    }

    private static void Range(List<string> errors, string key, int value, int from, int to) =>
        Check(errors, value >= from && value <= to, $"Jobs:{key} must be from {from} to {to}, not {value}.");

    // A timer of .NET takes at most 49 days.
    private static void Positive(List<string> errors, string key, TimeSpan value) =>
        Check(errors, value > TimeSpan.Zero && value <= TimeSpan.FromDays(30), $"Jobs:{key} must be above 00:00:00 and at most 30 days (30.00:00:00), not {value}.");
}
