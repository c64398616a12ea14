using Microsoft.Extensions.AI;
using OpenAI.Chat;
using OpenAIMessage = OpenAI.Chat.ChatMessage;

namespace Actors.Jobs.Providers.OpenAI;

/// <summary>Between the shapes of <see cref="IChatClient"/> and those of OpenAI's client: text only.</summary>
internal static class OpenAIMapping
{
    internal static OpenAIMessage Message(Microsoft.Extensions.AI.ChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text);

    internal static ChatCompletionOptions Options(ChatOptions? options)
    {
        var mapped = new ChatCompletionOptions
        {
            MaxOutputTokenCount = options?.MaxOutputTokens,
            Temperature = options?.Temperature,
            TopP = options?.TopP,
#pragma warning disable OPENAI001 // The seed is marked as not final in OpenAI's client; its meaning in the API has long been stable.
            Seed = options?.Seed,
#pragma warning restore OPENAI001
        };
        foreach (var stop in options?.StopSequences ?? [])
        {
            mapped.StopSequences.Add(stop);
        }

        return mapped;
    }

    internal static ChatResponseUpdate Update(StreamingChatCompletionUpdate update)
    {
        var mapped = new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = Finish(update.FinishReason) };
        foreach (var part in update.ContentUpdate)
        {
            if (part.Text is { Length: > 0 } text)
            {
                mapped.Contents.Add(new TextContent(text));
            }
        }

        if (update.Usage is { } usage)
        {
            mapped.Contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
            }));
        }

        return mapped;
    }

    private static Microsoft.Extensions.AI.ChatFinishReason? Finish(global::OpenAI.Chat.ChatFinishReason? reason) => reason switch
    {
        null => null,
        global::OpenAI.Chat.ChatFinishReason.Stop => Microsoft.Extensions.AI.ChatFinishReason.Stop,
        global::OpenAI.Chat.ChatFinishReason.Length => Microsoft.Extensions.AI.ChatFinishReason.Length,
        global::OpenAI.Chat.ChatFinishReason.ContentFilter => Microsoft.Extensions.AI.ChatFinishReason.ContentFilter,
        _ => Microsoft.Extensions.AI.ChatFinishReason.ToolCalls,
    };
}
