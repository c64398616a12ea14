namespace Actors.Cluster.Tests.Checker;

/// <summary>FNV-1a: tells whether a client got the very bytes that the log holds.</summary>
internal static class Hashing
{
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }
}
