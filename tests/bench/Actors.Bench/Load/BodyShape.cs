using System.Text.Json.Serialization;

namespace Actors.Bench.Load;

/// <summary>How several events stand in one request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BodyShape>))]
internal enum BodyShape
{
    /// <summary>One event a request.</summary>
    Single,

    /// <summary>A JSON array.</summary>
    Array,

    /// <summary>One event a line.</summary>
    Lines,
}
