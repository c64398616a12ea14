using Actors.Contracts;

namespace Actors.Simulation;

/// <summary>Ids from a seed: the same run makes the same ones.</summary>
public sealed class SeededIds(int seed) : IIdSource
{
    private readonly Random _chance = new(seed);

    /// <inheritdoc/>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        _chance.NextBytes(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }
}
