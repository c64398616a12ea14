using System.Globalization;
using System.Threading.RateLimiting;
using Actors.Service.Identity;
using Actors.Service.Problems;

namespace Actors.Service.Limits;

/// <summary>Adds a bucket of tokens for each user that POSTs draw from.</summary>
internal static class RequestRates
{
    /// <summary>The policy's name, for endpoints.</summary>
    public const string Policy = "posts";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Adds the limiter.</summary>
    public static IServiceCollection AddActorsRates(this IServiceCollection services, LimitsOptions options) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(
                context.User.FindFirst(CallerClaims.Subject)?.Value ?? string.Empty,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.RequestBurstPerUser,
                    TokensPerPeriod = options.RequestsPerSecondPerUser,
                    ReplenishmentPeriod = Period,
                }));
            limiter.OnRejected = (context, _) => new ValueTask(Refusals.TooMany(
                string.Create(CultureInfo.InvariantCulture, $"A user may make {options.RequestsPerSecondPerUser} POSTs a second (Limits:RequestsPerSecondPerUser)."),
                context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : Period).ExecuteAsync(context.HttpContext));
        });
}
