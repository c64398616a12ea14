using System.IdentityModel.Tokens.Jwt;
using System.Security.Authentication;
using System.Text;
using Actors.Service.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Actors.Service.Identity;

/// <summary>Sets the bearer handler up: which keys, which issuer and audience, and what a refusal looks like.</summary>
internal static class BearerSetup
{
    private static readonly TimeSpan KeysRetry = TimeSpan.FromSeconds(5);

    // Clocks of two machines differ by seconds, not by the five minutes that the library allows. It is granted to a token's
    // beginning only: its end ends everything that was made of it, tickets and streams, at the same moment.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Fills the handler's options.</summary>
    public static void Configure(JwtBearerOptions bearer, JwtOptions options, TimeProvider time)
    {
        bearer.SecurityTokenValidators.Clear();
        bearer.SecurityTokenValidators.Add(new JwtSecurityTokenHandler { MapInboundClaims = false });
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            NameClaimType = CallerClaims.Subject,
            ValidateIssuer = !string.IsNullOrEmpty(options.Issuer),
            ValidIssuer = options.Issuer,
            ValidateAudience = !string.IsNullOrEmpty(options.Audience),
            ValidAudience = options.Audience,
            RequireExpirationTime = true,
            RequireSignedTokens = true,

            // The library's cache knows keys by their ids alone: a key that replaces another under the same id must be its own.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                return expires is { } end && now < end && (notBefore is not { } begin || now >= begin - ClockSkew);
            },
        };
        if (!string.IsNullOrEmpty(options.Secret))
        {
            bearer.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Secret));
            bearer.Configuration = new OpenIdConnectConfiguration();
        }
        else
        {
            bearer.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                options.Jwks, new JwksRetriever(), options.IsJwksUrl ? new HttpDocumentRetriever { RequireHttps = false } : new FileDocumentRetriever());
        }

        bearer.Events = new JwtBearerEvents { OnTokenValidated = RequireUser, OnAuthenticationFailed = TellOutage, OnChallenge = Challenge };
    }

    private static Task RequireUser(TokenValidatedContext context)
    {
        var user = context.Principal?.FindFirst(CallerClaims.Subject)?.Value;
        var fault = user is null ? "The token has no 'sub'." : UserIdRule.Fault(user);
        if (fault is not null)
        {
            context.Fail(new AuthenticationException(fault));
        }

        return Task.CompletedTask;
    }

    // The handler throws what is not the token's fault: the keys could not be fetched.
    private static Task TellOutage(AuthenticationFailedContext context) =>
        context.Exception is SecurityTokenException or ArgumentException
            ? Task.CompletedTask
            : throw new ProblemException(Refusals.Unavailable("The keys that tokens are signed with cannot be fetched.", KeysRetry));

    private static async Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.Headers.WWWAuthenticate = context.AuthenticateFailure is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        await Refusals.Unauthorized(Explain(context.AuthenticateFailure)).ExecuteAsync(context.HttpContext);
    }

    private static string Explain(Exception? failure) => failure switch
    {
        null => "Send 'Authorization: Bearer <token>', or for a stream a ?ticket= from POST /api/events/ticket.",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "The token has expired, is not valid yet, or has no 'exp'.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer.",
        AuthenticationException => failure.Message,
        _ => "The token is not one that this service can verify.",
    };
}
