using Actors.Service.Configuration;

namespace Actors.Service.Hosting;

/// <summary>Section <c>Cors</c>.</summary>
internal sealed record CrossOriginOptions
{
    private const string All = "*";

    /// <summary>
    /// The origins whose pages may use the service (<c>https://app.example</c>), or <c>*</c> for all. Default: none but the
    /// service's own.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Looks at what the type alone cannot tell.</summary>
    /// <exception cref="SettingException">An origin is none, or is beside <c>*</c>.</exception>
    public void Validate()
    {
        if (Origins.Count > 1 && Origins.Contains(All))
        {
            throw new SettingException("Cors:Origins has * beside others: * alone allows all, and beside others it would allow none.");
        }

        foreach (var origin in Origins)
        {
            if (origin != All && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin))
            {
                throw new SettingException($"Cors:Origins has '{origin}' but each must be * or an origin such as https://app.example, without a path.");
            }
        }
    }
}
