using System.Net.Sockets;
using Actors.Contracts.Events;
using Actors.Jobs.Handlers;

namespace Actors.Jobs.Retries;

/// <summary>What went wrong with a run. Immutable.</summary>
/// <param name="Error">As its event says it.</param>
/// <param name="IsTransient">True when the system itself may try again.</param>
/// <param name="RetryAfter">How long the provider asks to wait; null where it does not say.</param>
public sealed record JobFailure(EventError Error, bool IsTransient = false, TimeSpan? RetryAfter = null)
{
    private const int MaxTextLength = 1000;

    /// <summary>What an exception of a handler means. The text of exceptions that are not made for users is not shown.</summary>
    public static JobFailure From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            JobFailedException e => new(new EventError(Short(e.Message), Short(e.Code), e.Retryable, e.Suggestion is null ? null : Short(e.Suggestion))),
            ProviderException e => new(new EventError(Short(e.Message), e.Code, e.IsTransient, Suggestion(e)), e.IsTransient, e.RetryAfter),
            HttpRequestException or IOException or SocketException => Transient(FailureCodes.ProviderUnreachable, "The provider could not be reached."),
            TimeoutException or OperationCanceledException => Transient(FailureCodes.ProviderSilent, "The provider did not answer in time."),
            _ => new(new EventError($"The job's handler failed ({exception.GetType().Name}).", FailureCodes.HandlerError, Retryable: false, "Report this to whoever runs the service.")),
        };
    }

    internal static JobFailure Final(string code, string error, bool retryable, string? suggestion = null) =>
        new(new EventError(error, code, retryable, suggestion));

    private static JobFailure Transient(string code, string error) =>
        new(new EventError(error, code, Retryable: true, "Try again later."), IsTransient: true);

    private static string? Suggestion(ProviderException e) =>
        !e.IsTransient ? null
        : e.RetryAfter is { TotalSeconds: > 1 } wait ? $"Try again in {Math.Ceiling(wait.TotalSeconds)} seconds."
        : "Try again later.";

    private static string Short(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
