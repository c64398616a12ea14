namespace Actors.Jobs.Retries;

/// <summary>A provider failed. Thrown by chat clients; <see cref="RetryPolicy"/> decides what becomes of the job.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>A failure that may pass.</summary>
    public ProviderException()
        : this("The provider failed.")
    {
    }

    /// <summary>A failure that may pass.</summary>
    public ProviderException(string message)
        : this(FailureCodes.ProviderError, message, isTransient: true)
    {
    }

    /// <summary>A failure that may pass, and its cause.</summary>
    public ProviderException(string message, Exception? innerException)
        : this(FailureCodes.ProviderError, message, isTransient: true, innerException: innerException)
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="code">One of <see cref="FailureCodes"/>.</param>
    /// <param name="message">For people; it is shown to the user.</param>
    /// <param name="isTransient">True when the same request may succeed later.</param>
    /// <param name="retryAfter">How long the provider asks to wait; null where it does not say.</param>
    /// <param name="innerException">The cause, for logs.</param>
    public ProviderException(string code, string message, bool isTransient, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException) => (Code, IsTransient, RetryAfter) = (code, isTransient, retryAfter);

    /// <summary>One of <see cref="FailureCodes"/>.</summary>
    public string Code { get; }

    /// <summary>True when the same request may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the provider asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The failure that an HTTP status means: 429 and 5xx may pass, 408 too; any other is final.</summary>
    /// <param name="provider">Who answered, for the message.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">How long it asks to wait; null where it does not say.</param>
    /// <param name="innerException">The cause, for logs.</param>
    public static ProviderException FromStatus(string provider, int status, TimeSpan? retryAfter, Exception? innerException = null) => status switch
    {
        429 => new(FailureCodes.RateLimited, $"The provider {provider} refuses more requests for now.", isTransient: true, retryAfter, innerException),
        408 or >= 500 => new(FailureCodes.ProviderError, $"The provider {provider} failed ({status}).", isTransient: true, retryAfter, innerException),
        401 or 403 => new(FailureCodes.ProviderUnauthorized, $"The provider {provider} did not accept this service's key.", isTransient: false, retryAfter, innerException),
        _ => new(FailureCodes.ProviderRefused, $"The provider {provider} refused the request ({status}).", isTransient: false, retryAfter, innerException),
    };
}
