using System.Text.Json.Serialization;

namespace Actors.Contracts.Commands;

/// <summary>Source-generated JSON of commands: camel case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandBody))]
public sealed partial class CommandJson : JsonSerializerContext;
