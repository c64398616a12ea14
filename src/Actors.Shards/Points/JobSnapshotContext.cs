using System.Text.Json.Serialization;

namespace Actors.Shards.Points;

/// <summary>Source-generated JSON of snapshots.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobSnapshotJson))]
internal sealed partial class JobSnapshotContext : JsonSerializerContext;
