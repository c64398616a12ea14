using System.Globalization;
using Actors.Service.Problems;

namespace Actors.Service.Requests;

/// <summary>Reads query parameters; a value that is not understood is refused with what is allowed.</summary>
internal static class QueryReader
{
    /// <summary>A text; null where the parameter is missing or empty.</summary>
    public static string? Text(this IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Words, from a parameter that is repeated, or has commas, or both.</summary>
    public static IReadOnlyList<string> Words(this IQueryCollection query, string name)
    {
        List<string> words = [];
        foreach (var value in query[name])
        {
            words.AddRange((value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        return words;
    }

    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static int Number(this IQueryCollection query, string name, int absent, int from, int to) =>
        query.Text(name) is not { } text ? absent
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number
            : throw Invalid(name, $"'{text}' must be a whole number from {from} to {to}.");

    /// <summary>An offset: a whole number from -1; null where the parameter is missing.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static long? Offset(this IQueryCollection query, string name) =>
        query.Text(name) is not { } text ? null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= -1 ? number
            : throw Invalid(name, $"'{text}' must be a whole number from -1.");

    /// <summary>A point in time; null where the parameter is missing.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static DateTimeOffset? Time(this IQueryCollection query, string name) =>
        query.Text(name) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw Invalid(name, $"'{text}' must be a time such as 2026-01-31T12:00:00Z.");

    /// <summary>A switch.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static bool Flag(this IQueryCollection query, string name, bool absent = false) => query.Text(name) switch
    {
        null => absent,
        "0" or "false" => false,
        "1" or "true" => true,
        var text => throw Invalid(name, $"'{text}' must be 1 or 0."),
    };

    private static ProblemException Invalid(string name, string what) => new(Refusals.Invalid(name, what));
}
