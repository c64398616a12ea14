using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Actors.Simulation.Jobs;

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class ResultJson : JsonSerializerContext;
