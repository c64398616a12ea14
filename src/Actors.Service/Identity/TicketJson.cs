using System.Text.Json.Serialization;

namespace Actors.Service.Identity;

/// <summary>Source-generated JSON of tickets.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StreamTicket))]
internal sealed partial class TicketJson : JsonSerializerContext;
