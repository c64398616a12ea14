using Actors.Jobs.Handlers;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Providers.Demo;

/// <summary>
/// A provider that needs no network and no key: text made from the prompt, the same each time, at a set pace. Given an
/// assistant's message as the last one, it goes on exactly where that ends. Thread-safe.
/// </summary>
public sealed class DemoChatClient : IChatClient, IContinueFromText
{
    private static readonly ChatClientMetadata Metadata = new(JobsDefaults.DemoProvider, providerUri: null, defaultModelId: JobsDefaults.DemoProvider);

    private readonly DemoOptions _options;
    private readonly TimeProvider _time;
    private readonly DemoPacer _pacer;

    /// <summary>A provider with these settings and this clock.</summary>
    public DemoChatClient(DemoOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _pacer) = (options, time, new DemoPacer(time));
    }

    /// <inheritdoc/>
    public bool CanContinue => true;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages.ToList();
        var soFar = all.Count > 0 && all[^1].Role == ChatRole.Assistant ? all[^1].Text : string.Empty;
        var prompt = all.LastOrDefault(m => m.Role == ChatRole.User)?.Text ?? string.Empty;
        var count = options?.MaxOutputTokens ?? _options.DefaultTokens;
        return new DemoAnswer(this, prompt, soFar, count, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _pacer.Dispose();

    private static IEnumerable<string> Tokens(string prompt, string soFar, int count)
    {
        var text = new DemoText(prompt);
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            var token = text.Next();
            length += token.Length;
            if (length > soFar.Length)
            {
                yield return length - token.Length >= soFar.Length ? token : token[^(length - soFar.Length)..];
            }
        }
    }

    private static ChatResponseUpdate Last(string prompt, int count) => new(ChatRole.Assistant, [new UsageContent(new UsageDetails
    {
        InputTokenCount = prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
        OutputTokenCount = count,
        TotalTokenCount = prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + count,
    })])
    { FinishReason = ChatFinishReason.Stop };

    private sealed class DemoAnswer(DemoChatClient client, string prompt, string soFar, int count, CancellationToken outer) : IAsyncEnumerable<ChatResponseUpdate>
    {
        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            new DemoStream(
                client._pacer,
                client._time,
                client._options.TokensPerSecond,
                Tokens(prompt, soFar, count).GetEnumerator(),
                () => Last(prompt, count),
                cancellationToken.CanBeCanceled ? cancellationToken : outer);
    }
}
