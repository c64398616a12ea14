using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Actors.Jobs.Retries;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Actors.Jobs.Providers.OpenAI;

/// <summary>
/// Any endpoint that speaks OpenAI's chat API, as an <see cref="IChatClient"/> of text. It never tries again by itself: what
/// fails is thrown as <see cref="ProviderException"/>, and the job decides. Thread-safe.
/// </summary>
public sealed class OpenAIChatClient : IChatClient
{
    private readonly OpenAIClient _client;
    private readonly OpenAIOptions _options;
    private readonly TimeProvider _time;
    private readonly ChatClientMetadata _metadata;

    /// <summary>A client of the endpoint that the settings name.</summary>
    /// <param name="options">Address, key and model.</param>
    /// <param name="time">The clock, to read a Retry-After that is a date.</param>
    public OpenAIChatClient(OpenAIOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time);
        _metadata = new ChatClientMetadata(JobsDefaults.OpenAIProvider, options.BaseUrl, options.Model);
        _client = new OpenAIClient(new ApiKeyCredential(options.ApiKey), new OpenAIClientOptions
        {
            Endpoint = options.BaseUrl,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),

            // Silence is watched outside, the same for every provider.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        });
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
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
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var chat = _client.GetChatClient(options?.ModelId ?? _options.Model);
        var finished = false;
        await using var stream = chat
            .CompleteChatStreamingAsync(messages.Select(OpenAIMapping.Message), OpenAIMapping.Options(options), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(stream, cancellationToken))
        {
            var update = OpenAIMapping.Update(stream.Current);
            finished |= update.FinishReason is not null;
            yield return update;
        }

        if (!finished)
        {
            throw Cut(innerException: null);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNextAsync();
        }
        catch (ClientResultException e) when (e.Status > 0)
        {
            throw ProviderException.FromStatus(JobsDefaults.OpenAIProvider, e.Status, RetryAfter(e), e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Causes(e).Any(c => c is IOException))
        {
            throw Cut(e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Causes(e).Any(c => c is HttpRequestException or ClientResultException))
        {
            throw new ProviderException(FailureCodes.ProviderUnreachable, "The provider openai could not be reached.", isTransient: true, innerException: e);
        }
        catch (JsonException e)
        {
            throw new ProviderException(FailureCodes.ProviderError, "The provider openai sent what is no answer.", isTransient: true, innerException: e);
        }
    }

    private TimeSpan? RetryAfter(ClientResultException e) =>
        e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true ? RetryAfterHeader.Read(value, _time.GetUtcNow()) : null;

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static ProviderException Cut(Exception? innerException) =>
        new(FailureCodes.StreamCut, "The provider's stream ended in the middle.", isTransient: true, innerException: innerException);
}
