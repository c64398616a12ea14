using System.Buffers;

namespace Actors.Contracts.Channels;

/// <summary>The characters that an id may hold.</summary>
internal static class ChannelAlphabet
{
    internal static readonly SearchValues<char> Id =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
}
