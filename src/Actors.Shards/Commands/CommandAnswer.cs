using Actors.Shards.Work;

namespace Actors.Shards.Commands;

/// <summary>What a command makes: events to append at once, and what that means for a job. Immutable.</summary>
internal sealed record CommandAnswer
{
    /// <summary>Nothing to say: the command is a repeat, or its job is gone. Harmless to handle again.</summary>
    internal static CommandAnswer Nothing { get; } = new();

    /// <summary>The events, in order. The same for the same command and state, but for ids and times.</summary>
    internal IReadOnlyList<EventDraft> Events { get; init; } = [];

    /// <summary>The job that begins with the first event; null where none does.</summary>
    internal OpenJob? Submitted { get; init; }

    /// <summary>The job that is to stop; null where none is.</summary>
    internal string? Stopped { get; init; }

    /// <summary>Why the command was refused, for the operator; null when it was not.</summary>
    internal string? Refusal { get; init; }

    /// <summary>An answer of one event.</summary>
    internal static CommandAnswer Of(EventDraft draft) => new() { Events = [draft] };
}
