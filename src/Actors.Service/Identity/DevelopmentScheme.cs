using System.Security.Claims;
using System.Text.Encodings.Web;
using Actors.Service.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Actors.Service.Identity;

/// <summary>
/// Believes what a caller says: header <c>X-User-Id</c>, else <c>?user=</c>. Nobody is made up where both are missing: two
/// people who share a made-up user would share their jobs.
/// </summary>
internal sealed class DevelopmentScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Header = "X-User-Id";
    private const string Parameter = "user";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var user = Request.Headers[Header] is [{ Length: > 0 } said] ? said : Request.Query[Parameter].ToString();
        if (user.Length == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (UserIdRule.Fault(user) is { } fault)
        {
            return Task.FromResult(AuthenticateResult.Fail(fault));
        }

        var identity = new ClaimsIdentity(
            [
                new Claim(CallerClaims.Subject, user),
                new Claim(CallerClaims.Channels, "*"),
                new Claim(CallerClaims.Rights, CallerClaims.Publish),
                new Claim(CallerClaims.Rights, CallerClaims.Admin),
            ],
            Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        await Refusals.Unauthorized(
            result.Failure?.Message ?? $"This service runs with Auth:Mode=Development: name the user in the header {Header} or as ?{Parameter}=.").ExecuteAsync(Context);
    }
}
