namespace Actors.Contracts;

/// <summary>
/// Where ids come from: random UUIDv7 in the service, seeded ones in a simulation. Thread-safe.
/// </summary>
public interface IIdSource
{
    /// <summary>A new UUIDv7 (RFC 9562 §5.7), unique among all that any node makes, rising with time.</summary>
    Guid Next();
}
