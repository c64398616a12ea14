namespace Actors.Contracts;

/// <summary>UUIDv7 ids from a clock and the system's random source. Thread-safe.</summary>
public sealed class UuidV7Source(TimeProvider time) : IIdSource
{
    /// <inheritdoc/>
#pragma warning disable RS0030 // The one place where real ids are made.
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());
#pragma warning restore RS0030
}
