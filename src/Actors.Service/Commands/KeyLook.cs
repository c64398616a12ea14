namespace Actors.Service.Commands;

/// <summary>What a look for a key has found.</summary>
/// <param name="First">The key's first command; null where there is none.</param>
/// <param name="Next">Where there is none: no record before this offset is a command of the key.</param>
internal readonly record struct KeyLook(FirstCommand? First, long Next);
