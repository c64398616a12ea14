using System.Text;

namespace Actors.Jobs.Providers.OpenAI;

/// <summary>Settings of the OpenAI provider: section <c>Jobs:OpenAI</c>. Its text form never shows the key.</summary>
public sealed record OpenAIOptions
{
    /// <summary>Where the API is: <c>https://api.openai.com/v1</c>, or any endpoint that speaks the same.</summary>
    public Uri BaseUrl { get; init; } = new("https://api.openai.com/v1");

    /// <summary>The key; some local servers want none, then any text does.</summary>
    public string ApiKey { get; init; } = string.Empty;

    /// <summary>The model that a request gets when it names none.</summary>
    public string Model { get; init; } = string.Empty;

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("BaseUrl = ").Append(BaseUrl)
            .Append(", ApiKey = ").Append(ApiKey.Length > 0 ? "set" : "not set")
            .Append(", Model = ").Append(Model);
        return true;
    }
}
