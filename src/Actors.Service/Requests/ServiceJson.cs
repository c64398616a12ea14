using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Service.Health;
using Actors.Service.Identity;
using Actors.Service.Jobs;
using Actors.Service.Presence;
using Actors.Service.Streams;

namespace Actors.Service.Requests;

/// <summary>Source-generated JSON of requests and answers: camel case, nulls left out, unknown fields refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JobAccepted))]
[JsonSerializable(typeof(CancelAccepted))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(PublishAccepted))]
[JsonSerializable(typeof(SnapshotResponse))]
[JsonSerializable(typeof(PresenceResponse))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(TicketRequest))]
[JsonSerializable(typeof(TicketResponse))]
internal sealed partial class ServiceJson : JsonSerializerContext;
