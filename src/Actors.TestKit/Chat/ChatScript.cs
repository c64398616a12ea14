using Actors.Jobs;
using Actors.Jobs.Retries;
using Microsoft.Extensions.AI;

namespace Actors.TestKit.Chat;

/// <summary>What one call to a scripted provider does, step by step. A script that does not fail ends with finish reason <c>stop</c>.</summary>
public sealed class ChatScript
{
    private readonly List<Func<TimeProvider, CancellationToken, Task<ChatResponseUpdate?>>> _steps = [];

    internal IReadOnlyList<Func<TimeProvider, CancellationToken, Task<ChatResponseUpdate?>>> Steps => _steps;

    /// <summary>Sends pieces of text, one behind the other.</summary>
    public ChatScript Tokens(params string[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Tokens(TimeSpan.Zero, tokens);
    }

    /// <summary>Sends pieces of text, each after a wait.</summary>
    public ChatScript Tokens(TimeSpan each, params string[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        foreach (var token in tokens)
        {
            if (each > TimeSpan.Zero)
            {
                Wait(each);
            }

            Step((_, cancellation) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return Task.FromResult<ChatResponseUpdate?>(new ChatResponseUpdate(ChatRole.Assistant, token));
            });
        }

        return this;
    }

    /// <summary>Says what the call has cost.</summary>
    public ChatScript Usage(long inputTokens, long outputTokens) => Step((_, _) => Task.FromResult<ChatResponseUpdate?>(
        new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = inputTokens, OutputTokenCount = outputTokens })])));

    /// <summary>Is silent for a while.</summary>
    public ChatScript Wait(TimeSpan time) => Step(async (clock, cancellation) =>
    {
        await Task.Delay(time, clock, cancellation);
        return null;
    });

    /// <summary>Is silent until it is cancelled.</summary>
    public ChatScript Silence() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>Is silent for ever and does not hear when it is cancelled.</summary>
    public ChatScript DeafSilence() => Step((_, _) => new TaskCompletionSource<ChatResponseUpdate?>().Task);

    /// <summary>Refuses: too many requests (429).</summary>
    public ChatScript RateLimited(TimeSpan? retryAfter = null) => Fail(ProviderException.FromStatus("scripted", 429, retryAfter));

    /// <summary>Fails with a status of the server (5xx).</summary>
    public ChatScript ServerError(int status = 503) => Fail(ProviderException.FromStatus("scripted", status, retryAfter: null));

    /// <summary>Refuses the request (4xx): no retry helps.</summary>
    public ChatScript Refuses(int status = 400) => Fail(ProviderException.FromStatus("scripted", status, retryAfter: null));

    /// <summary>The stream ends in the middle.</summary>
    public ChatScript Cut() => Fail(new ProviderException(FailureCodes.StreamCut, "The stream ended in the middle.", isTransient: true));

    /// <summary>Throws.</summary>
    public ChatScript Fail(Exception exception) => Step((_, _) => Task.FromException<ChatResponseUpdate?>(exception));

    private ChatScript Step(Func<TimeProvider, CancellationToken, Task<ChatResponseUpdate?>> step)
    {
        _steps.Add(step);
        return this;
    }
}
