using System.Text;
using Actors.Contracts.Events;
using Actors.Jobs.Handlers;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Text;

/// <summary>Generates text with a chat client: jobs of kind <c>text</c>.</summary>
public sealed class TextHandler(IChatClient chat, JobsOptions options) : IJobHandler<TextInput>, IContinueFromText
{
    /// <summary>The name of this kind of job.</summary>
    public const string Kind = "text";

    // A provider that cannot continue by itself is asked to, in its own language.
    private const string ContinueRequest = "Continue exactly where your last message ended. Repeat nothing of it and add no introduction.";

    // Rough, for providers that do not count: a token of English has about four characters.
    private const int CharactersPerToken = 4;

    /// <inheritdoc/>
    public bool CanContinue => chat.GetService<IContinueFromText>() is { CanContinue: true };

    /// <inheritdoc/>
    public IEnumerable<InputError> Validate(TextInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (string.IsNullOrWhiteSpace(input.Prompt))
        {
            yield return new InputError("prompt", "It must say something.");
        }

        var stop = input.Options?.Stop ?? [];
        var beside = Bytes(input.Options?.System) + stop.Sum(Bytes);
        var bytes = Bytes(input.Prompt) + beside;
        if (bytes > options.MaxPromptBytes)
        {
            var with = beside == 0 ? string.Empty : " with options.system and options.stop";
            yield return new InputError("prompt", $"It has {bytes} bytes in UTF-8{with}; at most {options.MaxPromptBytes} are allowed.");
        }

        if (stop.Any(string.IsNullOrEmpty))
        {
            yield return new InputError("options.stop", "A text to stop at must not be empty.");
        }
    }

    /// <inheritdoc/>
    public async Task<JobResult> RunAsync(JobContext<TextInput> context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var input = context.Input;
        context.Provider = chat.GetService<ChatClientMetadata>()?.ProviderName;
        var progress = new TextProgress(input.MaxTokens);
        UsageDetails? usage = null;
        ChatFinishReason? finish = null;
        try
        {
            await foreach (var update in chat.GetStreamingResponseAsync(Messages(context), Options(input), cancellationToken))
            {
                finish = update.FinishReason ?? finish;
                usage = UsageOf(update) ?? usage;
                if (update.Text is not { Length: > 0 } text)
                {
                    continue;
                }

                await context.WriteTextAsync(text, cancellationToken);
                if (progress.Next() is { } percent)
                {
                    await context.ReportProgressAsync(percent, "Writing", cancellationToken);
                }
            }
        }
        finally
        {
            context.Usage = usage is null
                ? TokenUsage.Of((input.Prompt.Length + CharactersPerToken - 1) / CharactersPerToken, progress.Tokens)
                : new TokenUsage(
                    usage.InputTokenCount ?? 0,
                    usage.OutputTokenCount ?? progress.Tokens,
                    usage.TotalTokenCount ?? ((usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? progress.Tokens)));
        }

        return new JobResult { FinishReason = finish?.Value };
    }

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private List<ChatMessage> Messages(JobContext<TextInput> context)
    {
        List<ChatMessage> messages = [];
        if (context.Input.Options?.System is { Length: > 0 } system)
        {
            messages.Add(new ChatMessage(ChatRole.System, system));
        }

        messages.Add(new ChatMessage(ChatRole.User, context.Input.Prompt));
        if (context.TextSoFar.Length > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, context.TextSoFar));
            if (!CanContinue)
            {
                messages.Add(new ChatMessage(ChatRole.User, ContinueRequest));
            }
        }

        return messages;
    }

    private static ChatOptions Options(TextInput input) => new()
    {
        ModelId = input.Model,
        MaxOutputTokens = input.MaxTokens,
        Temperature = input.Options?.Temperature,
        TopP = input.Options?.TopP,
        Seed = input.Options?.Seed,
        StopSequences = input.Options?.Stop is { Count: > 0 } stop ? [.. stop] : null,
    };

    private static UsageDetails? UsageOf(ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is UsageContent content)
            {
                return content.Details;
            }
        }

        return null;
    }
}
