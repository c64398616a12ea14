using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Actors.Service.Configuration;

/// <summary>
/// Reads one setting's text as the type of its property. The types are those that options use: text, whole and broken numbers,
/// switches, spans of time, enumerations.
/// </summary>
internal static class SettingValue
{
    /// <summary>The value, or null when the text is none of the type; the range is looked at too.</summary>
    public static object? Parse(string text, Type type, RangeAttribute? range)
    {
        var value = Parse(text, type);
        return value is null || range is null || IsWithin(value, range) ? value : null;
    }

    /// <summary>What a value of the type may be, as the end of a sentence.</summary>
    public static string Describe(Type type, RangeAttribute? range) => (type, range) switch
    {
        (_, { OperandType: var operand }) when operand == typeof(TimeSpan) => $"a span of time from {range.Minimum} to {range.Maximum} (hh:mm:ss)",
        (_, not null) => string.Create(CultureInfo.InvariantCulture, $"a number from {range.Minimum} to {range.Maximum}"),
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a span of time such as 00:00:30",
        _ when type == typeof(short) || type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(Uri) => "an absolute URL such as https://host/path",
        _ => "text",
    };

    private static object? Parse(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(short) => short.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var s) ? s : null,
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var i) ? i : null,
        _ when type == typeof(long) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var l) ? l : null,
        _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) ? d : null,
        _ when type == typeof(bool) => bool.TryParse(text, out var b) ? b : null,
        _ when type == typeof(TimeSpan) => ParseSpan(text),
        _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null,
        _ when type.IsEnum => ParseEnum(text, type),
        _ => throw new NotSupportedException($"No setting can be of type {type}."),
    };

    // "5" is five days to TimeSpan.Parse and five seconds to people: only forms with a colon are taken.
    private static object? ParseSpan(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;

    // A number would pass Enum.TryParse whatever it is.
    private static object? ParseEnum(string text, Type type) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.TryParse(type, text, ignoreCase: true, out var value) ? value : null;

    private static bool IsWithin(object value, RangeAttribute range) => value switch
    {
        TimeSpan span => span >= TimeSpan.Parse((string)range.Minimum, CultureInfo.InvariantCulture)
            && span <= TimeSpan.Parse((string)range.Maximum, CultureInfo.InvariantCulture),
        IConvertible number => Within(number.ToDouble(CultureInfo.InvariantCulture), range),
        _ => true,
    };

    private static bool Within(double value, RangeAttribute range) =>
        value >= Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture)
        && value <= Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
}
