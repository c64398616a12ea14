namespace Actors.Service.Problems;

/// <summary>The refusals that more than one endpoint gives, each with its one wording.</summary>
internal static class Refusals
{
    /// <summary>400: fields are missing, unknown or hold what they may not.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) => new()
    {
        Status = StatusCodes.Status400BadRequest,
        Kind = "invalid-request",
        Title = "The request is not valid.",
        Detail = string.Join(" ", errors.Select(e => e.Key.Length == 0 ? e.Value[0] : $"{e.Key}: {e.Value[0]}")),
        Errors = errors,
    };

    /// <summary>400: one field.</summary>
    public static Problem Invalid(string field, string what) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [what] });

    /// <summary>401: nobody, or not who they say.</summary>
    public static Problem Unauthorized(string detail) => new()
    {
        Status = StatusCodes.Status401Unauthorized,
        Kind = "unauthorized",
        Title = "Say who you are.",
        Detail = detail,
    };

    /// <summary>403: known, but not allowed.</summary>
    public static Problem Forbidden(string detail) => new()
    {
        Status = StatusCodes.Status403Forbidden,
        Kind = "forbidden",
        Title = "You may not do that.",
        Detail = detail,
    };

    /// <summary>404: no such route or thing.</summary>
    public static Problem NotFound(string detail) => new()
    {
        Status = StatusCodes.Status404NotFound,
        Kind = "not-found",
        Title = "There is no such thing.",
        Detail = detail,
    };

    /// <summary>409: not in the state that this needs.</summary>
    public static Problem Conflict(string detail) => new()
    {
        Status = StatusCodes.Status409Conflict,
        Kind = "conflict",
        Title = "Not in this state.",
        Detail = detail,
    };

    /// <summary>413: more than is taken.</summary>
    public static Problem TooLarge(string detail) => new()
    {
        Status = StatusCodes.Status413PayloadTooLarge,
        Kind = "too-large",
        Title = "The request is too large.",
        Detail = detail,
    };

    /// <summary>413: a body beyond <c>Limits:MaxRequestBytes</c>.</summary>
    public static Problem BodyTooLarge(long limit) => TooLarge($"A request's body may have {limit} bytes at most (Limits:MaxRequestBytes).");

    /// <summary>422: an idempotency key that stood for another request.</summary>
    public static Problem KeyReused() => new()
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Kind = "idempotency-key-reused",
        Title = "The Idempotency-Key was used for another request.",
        Detail = "A key stands for one request: send the same method, path and body with it, or take a new key.",
    };

    /// <summary>429: too much from one user.</summary>
    public static Problem TooMany(string detail, TimeSpan retryAfter) => new()
    {
        Status = StatusCodes.Status429TooManyRequests,
        Kind = "too-many",
        Title = "That is more than one user may have.",
        Detail = detail,
        RetryAfter = retryAfter,
    };

    /// <summary>503: the log, or the owner of a shard, cannot take it now.</summary>
    public static Problem Unavailable(string detail, TimeSpan retryAfter) => new()
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        Kind = "unavailable",
        Title = "Not now.",
        Detail = detail,
        RetryAfter = retryAfter,
    };
}
