using System.Buffers;

namespace Actors.Contracts.Events;

/// <summary>What the type of an event may be called: a letter, then letters, digits, <c>_</c>, <c>.</c> and <c>-</c>.</summary>
public static class EventTypeName
{
    /// <summary>The most characters of a type.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>What a type must be, as the end of a sentence.</summary>
    public static string Rule { get; } = $"a letter and up to {MaxLength - 1} more of A-Z a-z 0-9 _ . -";

    /// <summary>Whether a text is a type's name.</summary>
    public static bool IsValid(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Length is > 0 and <= MaxLength && char.IsAsciiLetter(type[0]) && !type.AsSpan().ContainsAnyExcept(Characters);
    }
}
