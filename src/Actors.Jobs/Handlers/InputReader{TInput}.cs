using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Jobs.Handlers;

/// <summary>Reads an input and says everything that is wrong with it.</summary>
internal sealed class InputReader<TInput>
    where TInput : class
{
    /// <summary>So much is told at once; a body may hold a hundred thousand wrong fields.</summary>
    private const int MaxErrors = 20;

    private const int MaxNameLength = 100;

    internal IReadOnlyList<InputError> Read(ReadOnlyMemory<byte> json, out TInput? input)
    {
        input = null;
        List<InputError> errors = [];
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = InputJson.Options.MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return [new(string.Empty, "The input must be a JSON object.")];
            }

            FindUnknown(document.RootElement, InputJson.Options.GetTypeInfo(typeof(TInput)), string.Empty, errors);
            if (errors.Count > 0)
            {
                return errors;
            }

            input = document.RootElement.Deserialize<TInput>(InputJson.Options);
        }
        catch (JsonException e)
        {
            return [new(FieldOf(e), Sentence(e))];
        }

        FindInvalid(input!, string.Empty, errors);
        return errors;
    }

    private static void FindUnknown(JsonElement element, JsonTypeInfo type, string path, List<InputError> errors)
    {
        if (element.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (errors.Count == MaxErrors)
            {
                return;
            }

            var known = type.Properties.FirstOrDefault(p => p.Name == property.Name);
            if (known is null)
            {
                errors.Add(new(path + Short(property.Name), $"There is no such field; allowed are {string.Join(", ", type.Properties.Select(p => p.Name))}."));
            }
            else
            {
                FindUnknown(property.Value, InputJson.Options.GetTypeInfo(known.PropertyType), $"{path}{property.Name}.", errors);
            }
        }

        foreach (var missing in type.Properties.Where(p => p.IsRequired && !element.TryGetProperty(p.Name, out _)))
        {
            errors.Add(new(path + missing.Name, "It is needed."));
        }
    }

    private static void FindInvalid(object value, string path, List<InputError> errors)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(value, new ValidationContext(value), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var field = result.MemberNames.FirstOrDefault() is { } member ? JsonNamingPolicy.CamelCase.ConvertName(member) : string.Empty;
            errors.Add(new((path + field).TrimEnd('.'), result.ErrorMessage ?? "The value is not allowed."));
        }

        foreach (var property in InputJson.Options.GetTypeInfo(value.GetType()).Properties)
        {
            if (property.Get?.Invoke(value) is { } inner && InputJson.Options.GetTypeInfo(inner.GetType()).Kind == JsonTypeInfoKind.Object)
            {
                FindInvalid(inner, $"{path}{property.Name}.", errors);
            }
        }
    }

    private static string Short(string name) => name.Length <= MaxNameLength
        ? name
        : name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)] + "…";

    private static string FieldOf(JsonException e) => e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : string.Empty;

    private static string Sentence(JsonException e)
    {
        var end = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }
}
