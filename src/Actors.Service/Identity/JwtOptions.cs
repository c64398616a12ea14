using Actors.Service.Configuration;

namespace Actors.Service.Identity;

/// <summary>
/// Section <c>Auth:Jwt</c>. Claims: <c>sub</c> is the user; <c>channels</c> names the channels that the user may hear beside
/// the own one, each a name, or a prefix with <c>*</c> at its end; <c>rights</c> may hold <c>publish</c> and <c>admin</c>; <c>exp</c> is needed.
/// </summary>
internal sealed record JwtOptions
{
    /// <summary>The HS256 secret, at least 32 bytes. Either this or <see cref="Jwks"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>Where the signing keys (RFC 7517) are: an https URL (http for localhost), or the path of a file.</summary>
    public string? Jwks { get; init; }

    /// <summary>The <c>iss</c> that tokens must bear; not looked at when empty.</summary>
    public string? Issuer { get; init; }

    /// <summary>The <c>aud</c> that tokens must bear; not looked at when empty.</summary>
    public string? Audience { get; init; }

    /// <summary>True when <see cref="Jwks"/> is a URL.</summary>
    public bool IsJwksUrl => Uri.TryCreate(Jwks, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>Looks at what one key alone cannot tell.</summary>
    /// <exception cref="SettingException">Not exactly one of the two sources of keys is named, or it cannot be used.</exception>
    public void Validate()
    {
        if (string.IsNullOrEmpty(Secret) == string.IsNullOrEmpty(Jwks))
        {
            throw new SettingException("Auth:Mode=Jwt needs either Auth:Jwt:Secret (HS256, at least 32 bytes) or Auth:Jwt:Jwks (a URL or a file), not both.");
        }

        if (!string.IsNullOrEmpty(Secret))
        {
            AuthOptions.RequireLong("Auth:Jwt:Secret", Secret);
        }
        else if (!IsJwksUrl && !File.Exists(Jwks))
        {
            throw new SettingException($"Auth:Jwt:Jwks is '{Jwks}' but must be an http(s) URL or the path of a file that exists.");
        }
        else if (IsJwksUrl && new Uri(Jwks!) is { Scheme: "http", IsLoopback: false })
        {
            throw new SettingException($"Auth:Jwt:Jwks is '{Jwks}' but must be an https URL: over http anyone on the way could put in keys.");
        }
    }
}
