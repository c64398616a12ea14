using System.Globalization;

namespace Actors.Kernel;

/// <summary>Durations as text.</summary>
internal static class HoconDuration
{
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (text is "infinite")
        {
            duration = Timeout.InfiniteTimeSpan;
            return true;
        }

        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
            digits++;
        duration = default;
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        TimeSpan? unit = text[digits..].Trim() switch
        {
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.FromMilliseconds(1),
            "s" or "second" or "seconds" => TimeSpan.FromSeconds(1),
            "m" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
            "h" or "hour" or "hours" => TimeSpan.FromHours(1),
            "d" or "day" or "days" => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is null)
            return false;
        duration = unit.Value * number;
        return true;
    }
}
