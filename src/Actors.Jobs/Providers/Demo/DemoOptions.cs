namespace Actors.Jobs.Providers.Demo;

/// <summary>Settings of the demo provider: section <c>Jobs:Demo</c>.</summary>
public sealed record DemoOptions
{
    /// <summary>How many tokens (words, mostly) each job gets in a second. Default 50.</summary>
    public double TokensPerSecond { get; init; } = 50;

    /// <summary>How many tokens a text has when the request does not say. Default 200.</summary>
    public int DefaultTokens { get; init; } = 200;
}
