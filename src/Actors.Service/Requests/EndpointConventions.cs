using Actors.Service.Limits;

namespace Actors.Service.Requests;

/// <summary>What endpoints have in common.</summary>
internal static class EndpointConventions
{
    /// <summary>A request that changes something: needs an identity and draws from its user's rate.</summary>
    public static void AsPost(this RouteHandlerBuilder endpoint, string summary) =>
        endpoint.RequireAuthorization().RequireRateLimiting(RequestRates.Policy).WithSummary(summary);
}
