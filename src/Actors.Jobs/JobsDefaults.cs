namespace Actors.Jobs;

/// <summary>The defaults of <see cref="JobsOptions"/>, with their reasons.</summary>
internal static class JobsDefaults
{
    internal const string Provider = DemoProvider;
    internal const string DemoProvider = "demo";
    internal const string OpenAIProvider = "openai";

    // A running job costs some kilobytes and, at 50 tokens/s, well under a thousandth of a core.
    internal const int MaxRunningJobs = 1000;

    // Two seconds of chunks at the pace of ChunkIntervalMilliseconds: outlives a log's hiccup, bounds a log's outage.
    internal const int MaxUnackedEventsPerJob = 64;

    // Two frames of a 60 Hz screen: faster than anybody reads, slower than any model's tokens come.
    internal const int ChunkIntervalMilliseconds = 30;
    internal const int ChunkBytes = 512;

    internal const int MaxPromptBytes = 64 * 1024;

    // With the prompt it must fit one record of the log, escaped as emoji are: a third of a million bytes for both.
    internal const int MaxOutputBytes = 256 * 1024;
    internal const int MaxEventBytes = 256 * 1024;

    internal const int MaxRetries = 4;
    internal const int MaxAttempts = 10;

    internal static readonly TimeSpan MaxJobDuration = TimeSpan.FromHours(1);

    // Reasoning models are silent for tens of seconds before their first token.
    internal static readonly TimeSpan ProviderSilenceTimeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan RetryBaseDelay = TimeSpan.FromMilliseconds(500);
    internal static readonly TimeSpan RetryMaxDelay = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(2);
}
