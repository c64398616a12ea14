using System.ComponentModel.DataAnnotations;

namespace Actors.Jobs.Text;

/// <summary>How a text is generated. Null leaves a value to the provider. Immutable.</summary>
public sealed record TextOptions
{
    /// <summary>From 0 (always the likeliest token) to 2.</summary>
    [Range(0.0, 2.0, ErrorMessage = "It must be from 0 to 2.")]
    public float? Temperature { get; init; }

    /// <summary>The share of likely tokens to choose from, 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "It must be from 0 to 1.")]
    public float? TopP { get; init; }

    /// <summary>Makes the text repeatable where the provider can.</summary>
    public long? Seed { get; init; }

    /// <summary>What the provider is told before the prompt; counts with it towards its limit.</summary>
    public string? System { get; init; }

    /// <summary>Texts at which to stop, at most 4; they count with the prompt towards its limit.</summary>
    [MaxLength(4, ErrorMessage = "There may be at most 4.")]
    public IReadOnlyList<string>? Stop { get; init; }
}
