using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Actors.Service.Tests.Identity;

/// <summary>Makes tokens as an identity provider would.</summary>
internal static class Tokens
{
    public const string Secret = "a secret of thirty-two bytes or more";

    public static SigningCredentials Shared(string secret = Secret) =>
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), SecurityAlgorithms.HmacSha256);

    public static string Make(
        string? user = "ada",
        SigningCredentials? key = null,
        TimeSpan? expiresIn = null,
        string[]? channels = null,
        string[]? rights = null,
        string? issuer = null,
        string? audience = null,
        Func<long, object>? exp = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var expires = now + (expiresIn ?? TimeSpan.FromHours(1));
        List<Claim> claims = [];
        if (user is not null)
        {
            claims.Add(new Claim("sub", user));
        }

        var token = new JwtSecurityToken(
            issuer, audience, claims, expires < now ? expires.AddHours(-1) : now.AddMinutes(-1), expires, key ?? Shared());
        token.Payload["channels"] = channels ?? [];
        if (exp is not null)
        {
            token.Payload["exp"] = exp(new DateTimeOffset(expires).ToUnixTimeSeconds());
        }

        token.Payload["rights"] = rights ?? [];
        return new JwtSecurityTokenHandler().WriteToken(token);
    }
}
