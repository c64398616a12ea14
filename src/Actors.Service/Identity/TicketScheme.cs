using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Actors.Service.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Actors.Service.Identity;

/// <summary>Reads the ticket in the query of a GET below <c>/api/events</c>: EventSource can send no headers. A ticket gives no right but to listen.</summary>
internal sealed class TicketScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TicketSigner signer)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (ticket, fault) = signer.Read(Request.Query[AuthSchemes.TicketParameter].ToString());
        if (ticket is null)
        {
            return Task.FromResult(AuthenticateResult.Fail(fault!));
        }

        var claims = ticket.Channels.Select(c => new Claim(CallerClaims.Channels, c))
            .Append(new Claim(CallerClaims.Subject, ticket.User))
            .Append(new Claim(CallerClaims.Expires, ticket.Expires.ToString(CultureInfo.InvariantCulture)));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        await Refusals.Unauthorized(result.Failure?.Message ?? "The ticket is missing.").ExecuteAsync(Context);
    }
}
