namespace Actors.Jobs.Handlers;

/// <summary>Thrown by a handler to end its job as failed, with this code. Never tried again by the system.</summary>
public sealed class JobFailedException : Exception
{
    /// <summary>A failure with code <c>failed</c>.</summary>
    public JobFailedException()
        : this("The job failed.")
    {
    }

    /// <summary>A failure with code <c>failed</c>.</summary>
    public JobFailedException(string message)
        : this("failed", message, retryable: false)
    {
    }

    /// <summary>A failure with code <c>failed</c> and its cause.</summary>
    public JobFailedException(string message, Exception innerException)
        : base(message, innerException) => Code = "failed";

    /// <summary>A failure.</summary>
    /// <param name="code">For programs: lower-case words joined by underscores.</param>
    /// <param name="message">For people; it is shown to the user.</param>
    /// <param name="retryable">True when the same request may succeed later.</param>
    /// <param name="suggestion">What the user can do; null where there is nothing to say.</param>
    public JobFailedException(string code, string message, bool retryable, string? suggestion = null)
        : base(message) => (Code, Retryable, Suggestion) = (code, retryable, suggestion);

    /// <summary>For programs: lower-case words joined by underscores.</summary>
    public string Code { get; }

    /// <summary>True when the same request may succeed later.</summary>
    public bool Retryable { get; }

    /// <summary>What the user can do; null where there is nothing to say.</summary>
    public string? Suggestion { get; }
}
