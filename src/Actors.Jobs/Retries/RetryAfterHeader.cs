using System.Globalization;

namespace Actors.Jobs.Retries;

/// <summary>The value of a Retry-After header (RFC 9110 §10.2.3): seconds, or a date.</summary>
public static class RetryAfterHeader
{
    /// <summary>How long it asks to wait from now; zero for a date that has passed, null for what is neither.</summary>
    public static TimeSpan? Read(string? value, DateTimeOffset now)
    {
        // More than a year is no wait that anybody sits through; it only must not overflow.
        const double MaxSeconds = 365 * 24 * 3600;
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, MaxSeconds));
        }

        return DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date > now ? date - now : TimeSpan.Zero
            : null;
    }
}
