using System.Globalization;
using System.Security.Claims;
using Actors.Contracts.Channels;
using Actors.Service.Problems;

namespace Actors.Service.Identity;

/// <summary>Who asks, and what they may do. Endpoints take it as a parameter. Immutable.</summary>
/// <param name="User">The user's id, unmapped.</param>
/// <param name="Own">The user's private channel.</param>
/// <param name="Grants">The channels that the user may hear beside the own one.</param>
/// <param name="MayPublish">True when the user may publish events.</param>
/// <param name="MayAdminister">True when the user may look at the cluster.</param>
/// <param name="Expires">When the proof of identity ends; null when it does not.</param>
internal sealed record Caller(string User, ChannelName Own, ChannelGrants Grants, bool MayPublish, bool MayAdminister, DateTimeOffset? Expires)
{
    private static readonly long LatestExpiry = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>True when the user may hear the channel.</summary>
    public bool MayHear(ChannelName channel) => channel == Own || Grants.Allow(channel);

    /// <summary>Refuses a channel that the user may not hear.</summary>
    /// <exception cref="ProblemException">403 that names the channel and what is allowed.</exception>
    public void RequireHearing(ChannelName channel)
    {
        if (!MayHear(channel))
        {
            var allowed = string.Join(", ", Grants.Patterns.Prepend(Own.Value));
            throw new ProblemException(Refusals.Forbidden($"You may not listen to {channel}; you may listen to {allowed}."));
        }
    }

    /// <summary>Refuses who may not look at the cluster.</summary>
    /// <exception cref="ProblemException">403 that says what is needed.</exception>
    public void RequireAdmin()
    {
        if (!MayAdminister)
        {
            throw new ProblemException(Refusals.Forbidden($"This needs a token whose '{CallerClaims.Rights}' hold '{CallerClaims.Admin}'."));
        }
    }

    /// <summary>Makes an endpoint's parameter from the request's identity.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(From(context.User));

    /// <summary>Reads the claims that every scheme gives.</summary>
    public static Caller From(ClaimsPrincipal principal)
    {
        var user = principal.FindFirst(CallerClaims.Subject)?.Value
            ?? throw new ProblemException(Refusals.Unauthorized("The request has no identity."));
        var expires = principal.FindFirst(CallerClaims.Expires)?.Value is { } seconds ? ReadExpiry(seconds) : (DateTimeOffset?)null;
        return new Caller(
            user,
            ChannelName.ForUser(user),
            new ChannelGrants(principal.FindAll(CallerClaims.Channels).Select(c => c.Value)),
            principal.HasClaim(CallerClaims.Rights, CallerClaims.Publish),
            principal.HasClaim(CallerClaims.Rights, CallerClaims.Admin),
            expires);
    }

    // RFC 7519 §2: a NumericDate may have a fraction. One that is not understood must not stand for an identity without an end.
    private static DateTimeOffset ReadExpiry(string seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var unix) && !double.IsNaN(unix)
            ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(Math.Clamp(unix, 0, LatestExpiry)))
            : throw new ProblemException(Refusals.Unauthorized($"The token's '{CallerClaims.Expires}' must be a number of seconds."));
}
