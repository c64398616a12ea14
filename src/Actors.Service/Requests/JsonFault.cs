using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Actors.Service.Problems;

namespace Actors.Service.Requests;

/// <summary>Says what is wrong with a JSON body in the words of its fields.</summary>
internal static class JsonFault
{
    /// <summary>The refusal for a body that is no JSON at all.</summary>
    public static Problem NoJson(JsonException e) =>
        Refusals.Invalid(string.Empty, $"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).");

    /// <summary>The refusal for JSON that is not of the type.</summary>
    public static Problem Explain(JsonException e, JsonTypeInfo type)
    {
        var fields = string.Join(", ", type.Properties.Select(p => p.Name));
        if (e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return Refusals.Invalid(FieldOf(e), $"There is no such field; allowed are {fields}.");
        }

        if (e.Message.Contains("was missing required properties", StringComparison.Ordinal))
        {
            var required = type.Properties.Where(p => p.IsRequired).Select(p => p.Name).ToArray();
            return Refusals.Invalid(required.ToDictionary(name => name, _ => new[] { "Is needed." }, StringComparer.Ordinal)
                .Where(pair => e.Message.Contains($"'{pair.Key}'", StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal));
        }

        if (e.InnerException is null or JsonException && e.Path is null or "" || IsSyntax(e))
        {
            return NoJson(e);
        }

        var field = FieldOf(e);
        var property = type.Properties.FirstOrDefault(p => p.Name == field);
        return field.Length == 0 || property is null
            ? Refusals.Invalid(field, $"The body must be a JSON object with the fields {fields}.")
            : Refusals.Invalid(field, $"Must be {Describe(property.PropertyType)}.");
    }

    // A syntax error carries the reader's own exception; a wrong type does not, or carries what the conversion threw.
    private static bool IsSyntax(JsonException e) => e.InnerException is JsonException;

    private static string FieldOf(JsonException e)
    {
        var path = e.Path ?? string.Empty;
        return path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : string.Empty;
    }

    private static string Describe(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => "text",
            _ when plain == typeof(int) || plain == typeof(long) => "a whole number",
            _ when plain == typeof(double) || plain == typeof(float) || plain == typeof(decimal) => "a number",
            _ when plain == typeof(bool) => "true or false",
            _ when plain != typeof(JsonElement) && plain.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "a list",
            _ => "an object",
        };
    }
}
