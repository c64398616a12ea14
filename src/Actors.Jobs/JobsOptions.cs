using Actors.Jobs.Providers.Demo;
using Actors.Jobs.Providers.OpenAI;

namespace Actors.Jobs;

/// <summary>How jobs run. Bound to the configuration section <c>Jobs</c>; checked at start.</summary>
public sealed record JobsOptions
{
    /// <summary>Who generates text: <c>demo</c> (offline, the default) or <c>openai</c> (any OpenAI-compatible endpoint).</summary>
    public string Provider { get; init; } = JobsDefaults.Provider;

    /// <summary>The demo provider's settings.</summary>
    public DemoOptions Demo { get; init; } = new();

    /// <summary>The OpenAI provider's settings.</summary>
    public OpenAIOptions OpenAI { get; init; } = new();

    /// <summary>How many jobs run at once on a node; the others wait in the order in which they came. Default 1,000.</summary>
    public int MaxRunningJobs { get; init; } = JobsDefaults.MaxRunningJobs;

    /// <summary>A job holds while this many of its events are not committed. Default 64.</summary>
    public int MaxUnackedEventsPerJob { get; init; } = JobsDefaults.MaxUnackedEventsPerJob;

    /// <summary>The first piece of text becomes an event at once, later ones after this time… Default 30 ms.</summary>
    public int ChunkIntervalMilliseconds { get; init; } = JobsDefaults.ChunkIntervalMilliseconds;

    /// <summary>…or when this many UTF-8 bytes have come together. Default 512.</summary>
    public int ChunkBytes { get; init; } = JobsDefaults.ChunkBytes;

    /// <summary>The longest prompt, in UTF-8 bytes. Default 64 KiB.</summary>
    public int MaxPromptBytes { get; init; } = JobsDefaults.MaxPromptBytes;

    /// <summary>The longest text of a job, in UTF-8 bytes: a job that writes more fails. With the prompt it must fit a record of the log. Default 256 KiB.</summary>
    public int MaxOutputBytes { get; init; } = JobsDefaults.MaxOutputBytes;

    /// <summary>The largest event, in bytes of JSON. A terminal event whose text does not fit says where the text is. Default 256 KiB.</summary>
    public int MaxEventBytes { get; init; } = JobsDefaults.MaxEventBytes;

    /// <summary>How long a job may run, from its first start on: waits between tries and takeovers by other owners included. Default one hour.</summary>
    public TimeSpan MaxJobDuration { get; init; } = JobsDefaults.MaxJobDuration;

    /// <summary>A provider that sends nothing for this long has failed. Default 60 s.</summary>
    public TimeSpan ProviderSilenceTimeout { get; init; } = JobsDefaults.ProviderSilenceTimeout;

    /// <summary>How long a cancelled run may take to end before it is abandoned. Default 2 s.</summary>
    public TimeSpan CancelGrace { get; init; } = JobsDefaults.CancelGrace;

    /// <summary>How many failures of a provider one job survives. Default 4.</summary>
    public int MaxRetries { get; init; } = JobsDefaults.MaxRetries;

    /// <summary>The wait before the first retry; doubles with each. Default 500 ms.</summary>
    public TimeSpan RetryBaseDelay { get; init; } = JobsDefaults.RetryBaseDelay;

    /// <summary>The longest wait that we choose ourselves. Default 30 s.</summary>
    public TimeSpan RetryMaxDelay { get; init; } = JobsDefaults.RetryMaxDelay;

    /// <summary>The longest wait that a provider may ask for (Retry-After); a job told to wait longer fails and says so. Default 2 minutes.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = JobsDefaults.MaxRetryAfter;

    /// <summary>How many attempts a job has, takeovers by other owners included. Default 10.</summary>
    public int MaxAttempts { get; init; } = JobsDefaults.MaxAttempts;
}
