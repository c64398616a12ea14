using System.ComponentModel.DataAnnotations;

namespace Actors.Jobs.Text;

/// <summary>The input of a job of kind <c>text</c>. Immutable.</summary>
public sealed record TextInput
{
    /// <summary>The most tokens that may be asked for.</summary>
    public const int MaxMaxTokens = 100_000;

    /// <summary>What to write about; up to <see cref="JobsOptions.MaxPromptBytes"/> in UTF-8, the texts in <see cref="Options"/> included.</summary>
    public required string Prompt { get; init; }

    /// <summary>The provider's model; null takes the configured one.</summary>
    [StringLength(200, MinimumLength = 1, ErrorMessage = "It must have 1 to 200 characters.")]
    public string? Model { get; init; }

    /// <summary>The most tokens to generate, 1 to 100,000; null leaves it to the provider.</summary>
    [Range(1, MaxMaxTokens, ErrorMessage = "It must be from 1 to 100000.")]
    public int? MaxTokens { get; init; }

    /// <summary>How to generate; null leaves it to the provider.</summary>
    public TextOptions? Options { get; init; }
}
