namespace Actors.Contracts.Events;

/// <summary>The time that an event says it was emitted at, as <see cref="EventWriter"/> writes it.</summary>
public static class EventTime
{
    private const int Length = 24;

    // Behind type and id, which come first; a type of a backend's own may be long.
    private const int SearchedBytes = 512;

    /// <summary>Milliseconds since 1970-01-01 UTC; 0 where it is not found in its usual form and place. Allocates nothing, about 50 ns.</summary>
    public static long Read(ReadOnlySpan<byte> json)
    {
        var head = json[..Math.Min(json.Length, SearchedBytes)];
        var at = head.IndexOf("\"timestamp\":\""u8);
        return at >= 0 && head.Length >= at + 13 + Length ? Parse(head.Slice(at + 13, Length)) : 0;
    }

    // yyyy-MM-ddTHH:mm:ss.fffZ
    private static long Parse(ReadOnlySpan<byte> text) =>
        text[10] == 'T' && text[23] == 'Z'
        && TryNumber(text[..4], out var year) && TryNumber(text[5..7], out var month) && TryNumber(text[8..10], out var day)
        && TryNumber(text[11..13], out var hour) && TryNumber(text[14..16], out var minute) && TryNumber(text[17..19], out var second)
        && TryNumber(text[20..23], out var millisecond)
        && year >= 1970 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60
            ? new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : 0;

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
