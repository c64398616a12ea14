using System.Text.Json.Serialization;

namespace Actors.Contracts.Events;

/// <summary>Source-generated JSON of the events' results: camel case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(QueuedResult))]
[JsonSerializable(typeof(StartedResult))]
[JsonSerializable(typeof(ChatChunkResult))]
[JsonSerializable(typeof(ResetAttemptResult))]
[JsonSerializable(typeof(CompleteResult))]
[JsonSerializable(typeof(PartialResult))]
[JsonSerializable(typeof(PresenceResult))]
[JsonSerializable(typeof(TypingResult))]
[JsonSerializable(typeof(ConnectionStatusResult))]
[JsonSerializable(typeof(CaughtUpResult))]
[JsonSerializable(typeof(ResetResult))]
public sealed partial class EventJson : JsonSerializerContext;
