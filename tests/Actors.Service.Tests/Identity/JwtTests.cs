using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Actors.Service.Tests.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Actors.Service.Tests.Identity;

public sealed class JwtTests : IAsyncLifetime
{
    private const string Path = "/api/events/ticket";
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(
        "Auth:Mode=Jwt", "Auth:Jwt:Secret=" + Tokens.Secret, "Auth:Jwt:Issuer=https://id.example", "Auth:Jwt:Audience=actors");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Token_gives_its_user_and_channels_and_the_ticket_ends_with_it()
    {
        var token = Make(channels: ["channel:team-*", "channel:all"], expiresIn: TimeSpan.FromMinutes(10));
        var ticket = await (await _service.Bearing(token).PostAsync(Path, null)).JsonAsync();
        ticket.GetProperty("channels").EnumerateArray().Select(c => c.GetString()).ShouldBe(["channel:team-*", "channel:all"]);
        var left = ticket.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        left.ShouldBeInRange(TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Expiry_with_a_fraction_ends_the_ticket_too()
    {
        var token = Tokens.Make(expiresIn: TimeSpan.FromMinutes(10), issuer: "https://id.example", audience: "actors", exp: seconds => seconds + 0.75);
        var ticket = await (await _service.Bearing(token).PostAsync(Path, null)).JsonAsync();
        var left = ticket.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        left.ShouldBeInRange(TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Ticket_can_narrow_what_the_token_allows_but_not_widen_it()
    {
        using var client = _service.Bearing(Make(channels: ["channel:team-*"]));
        (await client.PostJsonAsync(Path, """{"channels":["channel:team-a","user:ada"]}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var problem = await (await client.PostJsonAsync(Path, """{"channels":["user:bob"]}""")).ProblemAsync(HttpStatusCode.Forbidden);
        problem.GetProperty("detail").GetString()!.ShouldContain("user:bob");
        problem.GetProperty("detail").GetString()!.ShouldContain("channel:team-*");
        await (await client.PostJsonAsync(Path, """{"channels":["*"]}""")).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Development_headers_mean_nothing()
    {
        using var client = _service.As("ada");
        var problem = await (await client.PostAsync(Path + "?user=ada", null)).ProblemAsync(HttpStatusCode.Unauthorized);
        problem.GetProperty("detail").GetString()!.ShouldContain("Authorization: Bearer");
    }

    public static TheoryData<string, string> BadTokens => new()
    {
        { "not-a-token", "verify" },
        { Make(expiresIn: TimeSpan.FromMinutes(-5)), "expired" },
        { Make(expiresIn: TimeSpan.FromSeconds(-2)), "expired" },
        { Make(key: Tokens.Shared("another secret of thirty-two bytes..")), "verify" },
        { Tokens.Make(issuer: "https://other.example", audience: "actors"), "issuer" },
        { Tokens.Make(issuer: "https://id.example", audience: "other"), "audience" },
        { Make(user: null), "sub" },
        { Make(user: new string('ä', 90)), "user id" },
        { Unsigned(), "verify" },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Bad_token_is_refused_with_the_reason(string token, string reason)
    {
        var response = await _service.Bearing(token).PostAsync(Path, null);
        var problem = await response.ProblemAsync(HttpStatusCode.Unauthorized);
        problem.GetProperty("detail").GetString()!.ShouldContain(reason);
        response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    [Fact]
    public async Task Jwks_in_a_file_verifies_tokens_of_its_keys_only()
    {
        using var directory = new TemporaryDirectory();
        using var rsa = RSA.Create(2048);
        using var stranger = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "k1" };
        var file = System.IO.Path.Combine(directory.Path, "jwks.json");
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new { kty = "RSA", use = "sig", kid = "k1", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) },
            },
        }));
        await using var service = await RunningService.StartAsync("Auth:Mode=Jwt", "Auth:Jwt:Jwks=" + file);

        var good = Tokens.Make(key: Signing(key));
        (await service.Bearing(good).PostAsync(Path, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var forged = Tokens.Make(key: Signing(new RsaSecurityKey(stranger) { KeyId = "k1" }));
        await (await service.Bearing(forged).PostAsync(Path, null)).ProblemAsync(HttpStatusCode.Unauthorized);
        await (await service.Bearing(Tokens.Make()).PostAsync(Path, null)).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static string Make(
        string? user = "ada", SigningCredentials? key = null, TimeSpan? expiresIn = null, string[]? channels = null) =>
        Tokens.Make(user, key, expiresIn, channels, issuer: "https://id.example", audience: "actors");

    // Without the library's cache, which would sign with the first key of an id whatever the second is.
    private static SigningCredentials Signing(SecurityKey key) =>
        new(key, SecurityAlgorithms.RsaSha256) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };

    private static string Unsigned()
    {
        var parts = Make().Split('.');
        return Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "." + parts[1] + ".";
    }
}
