using System.Text.Json.Serialization;

namespace Actors.Bench.Report;

/// <summary>On which side of its limit a value must be.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Bound>))]
internal enum Bound
{
    /// <summary>The limit or more.</summary>
    AtLeast,

    /// <summary>The limit or less.</summary>
    AtMost,
}
