using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Actors.Contracts.Jobs;

namespace Actors.Contracts.Events;

/// <summary>What the catalog says of one type of event. Immutable.</summary>
public sealed record EventSpec
{
    /// <summary>The type's name, the first field of the event.</summary>
    public required string Name { get; init; }

    /// <summary>The version of its schema, from 1: goes up when a field changes its meaning or goes away.</summary>
    public int Version { get; init; } = 1;

    /// <summary>True when the event is in the log and can be replayed; false when only those see it who listen at that moment.</summary>
    public required bool Durable { get; init; }

    /// <summary>What it means for its job's life; <see cref="JobStep.None"/> for events that are no job's.</summary>
    public JobStep Step { get; init; }

    /// <summary>How its <c>result</c> is written; null when it has none.</summary>
    public JsonTypeInfo? Result { get; init; }

    /// <summary>True when it carries <c>error</c>, <c>code</c>, <c>retryable</c> and <c>suggestion</c> beside its head.</summary>
    public bool HasError { get; init; }

    /// <summary>What it says, in a line for people.</summary>
    public required string Doc { get; init; }

    /// <summary>True when it ends its job: each job has exactly one such event.</summary>
    public bool Terminal => Step.IsTerminal();

    /// <summary>The JSON schema of <c>result</c>; null when the event has none. A new tree at each call.</summary>
    public JsonNode? ResultSchema() => Result?.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
}
