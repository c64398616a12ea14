using System.Text.Json;
using System.Text.Json.Serialization;

namespace Actors.Contracts.Commands;

/// <summary>
/// The JSON of a command: <c>{"type":"job.submit", …}</c>. Which fields a type needs is said at each. Any producer may append
/// one; what it leaves out that may be left out is filled in by the shard's owner. Immutable.
/// </summary>
public sealed record CommandBody
{
    /// <summary>One of <see cref="CommandTypes"/>. Always the first field.</summary>
    [JsonPropertyOrder(-10)]
    public required string Type { get; init; }

    /// <summary>
    /// The command's own id, the same for a command that is sent again: derived from user and idempotency key where there is
    /// one. Null for a command that nobody sends twice.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The user who asks, unmapped.</summary>
    public required string User { get; init; }

    /// <summary>The channel that hears of it; also the record's key.</summary>
    public required string Channel { get; init; }

    /// <summary>Submit: the new job's id; made from the command's place where it is missing. Cancel: the job to stop.</summary>
    public string? JobId { get; init; }

    /// <summary>Submit: which handler runs the job: <c>text</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Submit: the handler's input.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Submit: the stopped job that this one goes on from.</summary>
    public string? ResumedFrom { get; init; }

    /// <summary>Submit: the text that the stopped job had produced.</summary>
    public string? TextSoFar { get; init; }

    /// <summary>Publish: the events, each a whole event as browsers get it, or at least <c>{"type":…}</c>.</summary>
    public IReadOnlyList<JsonElement>? Events { get; init; }

    /// <summary>A hash of the request's body, to tell a repeat from another request under the same idempotency key.</summary>
    public string? BodyHash { get; init; }
}
