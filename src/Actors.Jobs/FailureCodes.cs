namespace Actors.Jobs;

/// <summary>The codes of failures that the system itself reports. Handlers add their own.</summary>
public static class FailureCodes
{
    /// <summary>The input was refused before the job began.</summary>
    public const string Rejected = "rejected";

    /// <summary>The handler threw what it should not have thrown.</summary>
    public const string HandlerError = "handler_error";

    /// <summary>The text became longer than a job's may be.</summary>
    public const string OutputTooLarge = "output_too_large";

    /// <summary>The job ran longer than a job may.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>The job was begun too often: each of its owners died, or its provider failed each time.</summary>
    public const string TooManyAttempts = "too_many_attempts";

    /// <summary>The provider refuses more requests for a while (429).</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The provider failed (5xx).</summary>
    public const string ProviderError = "provider_error";

    /// <summary>The provider's stream ended in the middle.</summary>
    public const string StreamCut = "stream_cut";

    /// <summary>The provider sent nothing for too long.</summary>
    public const string ProviderSilent = "provider_silent";

    /// <summary>The provider could not be reached.</summary>
    public const string ProviderUnreachable = "provider_unreachable";

    /// <summary>The provider refused the request (4xx).</summary>
    public const string ProviderRefused = "provider_refused";

    /// <summary>The provider did not accept our key (401, 403).</summary>
    public const string ProviderUnauthorized = "provider_unauthorized";
}
