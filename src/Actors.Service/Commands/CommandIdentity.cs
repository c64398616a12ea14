using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Log;

namespace Actors.Service.Commands;

/// <summary>What tells a repeated command from others, read out of its JSON without the rest. Immutable.</summary>
/// <param name="Id">The command's own id.</param>
/// <param name="BodyHash">The hash of the request that made it.</param>
internal sealed record CommandIdentity(string? Id, string? BodyHash)
{
    /// <summary>The key that a command was appended under. Any bytes are taken: any producer may append some.</summary>
    public static bool TryReadKey(LogRecord command, out Guid key, out string? requestHash)
    {
        try
        {
            var identity = JsonSerializer.Deserialize(command.Value.Span, CommandIdentityJson.Default.CommandIdentity);
            requestHash = identity?.BodyHash;
            return Guid.TryParseExact(identity?.Id, "N", out key);
        }
        catch (JsonException)
        {
            (key, requestHash) = (default, null);
            return false;
        }
    }
}

/// <summary>Source-generated JSON of <see cref="CommandIdentity"/>: what else stands in a command is skipped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommandIdentity))]
internal sealed partial class CommandIdentityJson : JsonSerializerContext;
