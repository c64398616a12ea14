using System.Text.Json.Serialization;

namespace Actors.Service.Jobs;

/// <summary>Source-generated JSON of what is read back from the log: fields that this version does not know are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TerminalEvent))]
internal sealed partial class JobJson : JsonSerializerContext;
