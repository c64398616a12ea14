using Microsoft.Extensions.AI;

namespace Actors.Jobs.Providers;

/// <summary>
/// Watches a provider's streams: one that sends nothing for too long fails with <see cref="FailureCodes.ProviderSilent"/>, also
/// when it does not hear that it is cancelled. Only the time that a reader waits counts. Thread-safe; a token costs nothing.
/// </summary>
public sealed class SilenceGuard(IChatClient inner, TimeSpan limit, TimeProvider time) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        new Answer(this, messages, options, cancellationToken);

    private sealed class Answer(SilenceGuard guard, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken outer)
        : IAsyncEnumerable<ChatResponseUpdate>
    {
        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            var cancel = CancellationTokenSource.CreateLinkedTokenSource(outer, cancellationToken);
            var stream = guard.InnerClient.GetStreamingResponseAsync(messages, options, cancel.Token).GetAsyncEnumerator(cancel.Token);
            return new GuardedStream(stream, cancel, guard.Limit, guard.Time);
        }
    }

    private TimeSpan Limit => limit;

    private TimeProvider Time => time;
}
