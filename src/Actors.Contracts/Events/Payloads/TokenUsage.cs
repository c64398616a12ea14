namespace Actors.Contracts.Events;

/// <summary>What a generation cost, in the provider's tokens; counted by us where the provider does not say.</summary>
/// <param name="InputTokens">Tokens of the input.</param>
/// <param name="OutputTokens">Tokens that were generated.</param>
/// <param name="TotalTokens">Both.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens, long TotalTokens)
{
    /// <summary>The usage whose total is the sum of both.</summary>
    public static TokenUsage Of(long inputTokens, long outputTokens) => new(inputTokens, outputTokens, inputTokens + outputTokens);
}
