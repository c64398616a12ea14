using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>The first command of an idempotency key in a shard's log.</summary>
/// <param name="Offset">Its place.</param>
/// <param name="Request">128 bits of the request's hash; none where the command carries no such hash.</param>
internal readonly record struct FirstCommand(long Offset, Guid Request)
{
    private const int HashLength = 64;

    /// <summary>A command at its place, with the hash that stands in it.</summary>
    public static FirstCommand At(long offset, string? requestHash) => new(
        offset,
        requestHash is { Length: HashLength } && Guid.TryParseExact(requestHash.AsSpan(0, HashLength / 2), "N", out var request) ? request : default);

    /// <summary>Whether the command is that of the key's request, and not of another one under the same key.</summary>
    public bool IsOf(IdempotencyKey key) => this == At(Offset, key.RequestHash);
}
