using System.Runtime.CompilerServices;
using Actors.Jobs.Handlers;
using Microsoft.Extensions.AI;

namespace Actors.TestKit.Chat;

/// <summary>
/// A provider that does what a test says, call by call, in the test's time. A call beyond the script fails the job and says so.
/// </summary>
public sealed class ScriptedChatClient(TimeProvider time) : IChatClient, IContinueFromText
{
    private static readonly ChatClientMetadata Metadata = new("scripted");

    private readonly List<ChatScript> _scripts = [];
    private readonly List<IReadOnlyList<ChatMessage>> _calls = [];

    /// <summary>True for a provider that goes on where an assistant's last message ends.</summary>
    public bool CanContinue { get; set; }

    /// <summary>The messages of each call so far.</summary>
    public IReadOnlyList<IReadOnlyList<ChatMessage>> Calls => _calls;

    /// <summary>The script of the next call that has none.</summary>
    public ChatScript Call()
    {
        var script = new ChatScript();
        _scripts.Add(script);
        return script;
    }

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
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _calls.Add([.. messages]);
        var script = _calls.Count <= _scripts.Count
            ? _scripts[_calls.Count - 1]
            : throw new InvalidOperationException($"The test's script has {_scripts.Count} calls; this is call {_calls.Count}.");
        foreach (var step in script.Steps)
        {
            if (await step(time, cancellationToken) is { } update)
            {
                yield return update;
            }
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
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
    public void Dispose()
    {
    }
}
