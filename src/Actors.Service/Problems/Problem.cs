using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Actors.Service.Problems;

/// <summary>
/// A refusal as RFC 9457 has it: what was wrong and what is allowed. An endpoint returns it, anything deeper throws
/// <see cref="ProblemException"/>; both end as the same JSON.
/// </summary>
internal sealed record Problem : IResult
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The last part of <c>type</c>: names the kind of refusal for programs.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind for people, the same at each occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>This occurrence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>What is wrong with each field; null where fields are not the matter.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When to try again; null where that does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var details = new ProblemDetails
        {
            Type = "urn:actors:problem:" + Kind,
            Title = Title,
            Status = Status,
            Detail = Detail,
            Instance = httpContext.Request.PathBase + httpContext.Request.Path,
        };
        if (Errors is not null)
        {
            details.Extensions["errors"] = Errors;
        }

        details.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier;
        if (RetryAfter is { } delay)
        {
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(details, ProblemJson.Default.ProblemDetails, "application/problem+json", CancellationToken.None);
    }
}
