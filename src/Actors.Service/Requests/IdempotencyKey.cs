using System.Security.Cryptography;
using System.Text;
using Actors.Service.Identity;
using Actors.Service.Problems;

namespace Actors.Service.Requests;

/// <summary>
/// What a request's <c>Idempotency-Key</c> stands for: an id that follows from user and key, and a hash of the request that
/// tells a repeat from another request under the same key. Immutable.
/// </summary>
/// <param name="Id">The id of the command that the request makes; also the unique part of a submitted job's id.</param>
/// <param name="RequestHash">SHA-256 of method, path and body, in hexadecimal.</param>
internal sealed record IdempotencyKey(Guid Id, string RequestHash)
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>The request's header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The id of the command that the request makes, as it stands in the log.</summary>
    public string CommandId => Id.ToString("N");

    /// <summary>The request's key; null where it has none.</summary>
    /// <exception cref="ProblemException">400: the key is empty, too long, or has other characters than visible ASCII.</exception>
    public static IdempotencyKey? From(HttpRequest request, Caller caller, ReadOnlySpan<byte> body)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
        {
            return null;
        }

        if (header is not [{ Length: > 0 and <= MaxLength } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ProblemException(Refusals.Invalid(Header, $"Must be one key of 1 to {MaxLength} visible ASCII characters."));
        }

        return new IdempotencyKey(IdOf(caller.User, key), HashOf(request, body));
    }

    // The length in front keeps (ab, c) and (a, bc) apart.
    private static Guid IdOf(string user, string key) => DeterministicId.FromHash(Encoding.UTF8.GetBytes($"{user.Length}:{user}{key}"));

    private static string HashOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
