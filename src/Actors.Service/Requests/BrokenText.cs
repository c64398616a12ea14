using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Actors.Service.Requests;

/// <summary>
/// Finds text that is no Unicode: half of a surrogate pair by escape (RFC 8259 §8.2), or bytes that are no UTF-8. The parser lets
/// both pass, and whoever reads or writes the text later fails.
/// </summary>
internal static class BrokenText
{
    /// <summary>What is wrong with such text, as the end of a refusal.</summary>
    public const string Fault = "Must be valid Unicode: it has bytes that are no UTF-8, or half of a surrogate pair (\\ud800 to \\udfff).";

    /// <summary>The path of the first such text; null where there is none. A name that is broken has the path of its object.</summary>
    public static string? Find(JsonElement element)
    {
        var json = JsonMarshal.GetRawUtf8Value(element);
        var isWhole = Utf8.IsValid(json) && json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0;
        return isWhole ? null : Find(element, string.Empty);
    }

    private static string? Find(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.String => IsWhole(element) ? null : path,
        JsonValueKind.Array => element.EnumerateArray().Select((item, i) => Find(item, $"{path}[{i}]")).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => element.EnumerateObject().Select(property => Find(property, path)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static string? Find(JsonProperty property, string path) => NameOf(property) is { } name
        ? Find(property.Value, path.Length == 0 ? name : $"{path}.{name}")
        : path;

    private static bool IsWhole(JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
