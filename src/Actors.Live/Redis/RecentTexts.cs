using System.Text;

namespace Actors.Live.Redis;

/// <summary>
/// The type and the job of a channel's last frame: the next one mostly has the same, and then allocates neither. Thread-safe: a
/// race costs an allocation, never a wrong text.
/// </summary>
internal sealed class RecentTexts
{
    private string _type = string.Empty;
    private string _job = string.Empty;

    internal string Type(ReadOnlySpan<byte> utf8) => Recent(ref _type, utf8);

    /// <summary>Null for an empty text.</summary>
    internal string? Job(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Recent(ref _job, utf8);

    private static string Recent(ref string place, ReadOnlySpan<byte> utf8)
    {
        var text = Volatile.Read(ref place);
        if (!Ascii.Equals(utf8, text))
        {
            text = Encoding.UTF8.GetString(utf8);
            Volatile.Write(ref place, text);
        }

        return text;
    }
}
