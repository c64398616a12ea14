using System.Text;

namespace Actors.History.Postgres;

/// <summary>
/// Texts as PostgreSQL can hold them: it refuses NUL and unpaired surrogates, and index entries beyond some 2,700 bytes. Anybody
/// may put such texts into a command, and one of them must not stop the history.
/// </summary>
internal static class TextKey
{
    private const int Longest = 512;

    /// <summary>A text that is stored.</summary>
    internal static string Text(string text) => IsSound(text) ? text : Mend(text);

    /// <summary>A text that is stored and looked up: at most 512 characters.</summary>
    internal static string Key(string text) => text.Length > Longest ? Mend(text[..Longest]) : Text(text);

    private static bool IsSound(string text)
    {
        foreach (var c in text)
        {
            if (c == 0 || char.IsSurrogate(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Mend(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            sound.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return sound.ToString();
    }
}
