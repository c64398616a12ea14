using System.Text;
using Actors.Contracts.Channels;

namespace Actors.Log;

/// <summary>
/// Turns UTF-8 bytes that repeat (channels, types, jobs) into strings without allocating the same one again and again: the
/// last text of each of its places is kept. Bounded. Thread-safe: a race costs an allocation, never a wrong text.
/// </summary>
public sealed class TextCache
{
    // Several times what a busy node has in use, or texts that share a place push each other out: 128 KiB.
    private const int Places = 16 * 1024;
    private const int LongestKept = 256;

    private readonly Entry?[] _places = new Entry?[Places];

    /// <summary>The text of the bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return string.Empty;
        }

        if (utf8.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var place = ref _places[Murmur2.Hash(utf8) & (Places - 1)];
        if (Volatile.Read(ref place) is { } kept && utf8.SequenceEqual(kept.Utf8))
        {
            return kept.Text;
        }

        var entry = new Entry(utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        Volatile.Write(ref place, entry);
        return entry.Text;
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
