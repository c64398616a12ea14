using System.Text;
using System.Text.Json;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.TestKit;

/// <summary>A committed event of a job under test. Immutable.</summary>
public sealed class JobEvent
{
    private readonly JsonElement _root;

    internal JobEvent(EventDraft draft, TimeSpan at)
    {
        (Type, Step, Attempt, At) = (draft.Type, draft.Step, draft.Attempt, at);
        Json = Encoding.UTF8.GetString(draft.Payload.Span);
        using var document = JsonDocument.Parse(draft.Payload);
        _root = document.RootElement.Clone();
    }

    /// <summary>The event's type.</summary>
    public string Type { get; }

    /// <summary>What it means for the job.</summary>
    public JobStep Step { get; }

    /// <summary>The attempt that it belongs to; 0 outside of attempts.</summary>
    public int Attempt { get; }

    /// <summary>When it was committed, from the job's submission.</summary>
    public TimeSpan At { get; }

    /// <summary>The event as browsers get it.</summary>
    public string Json { get; }

    /// <summary>The event's JSON, to look into.</summary>
    public JsonElement Root => _root;

    /// <summary>0 to 100; null where the event says none.</summary>
    public int? Progress => _root.TryGetProperty("progress", out var value) ? value.GetInt32() : null;

    /// <summary>The text for people; null where there is none.</summary>
    public string? Message => Text("message");

    /// <summary>The error's code; null for events that report none.</summary>
    public string? Code => Text("code");

    /// <summary>The error's text; null for events that report none.</summary>
    public string? Error => Text("error");

    /// <summary>The piece of text; null for events of other types.</summary>
    public ChatChunkResult? Chunk => Step == JobStep.Text ? Result<ChatChunkResult>() : null;

    /// <summary>The event's <c>result</c>.</summary>
    /// <typeparam name="T">The catalog's record for this type of event.</typeparam>
    /// <exception cref="InvalidOperationException">The event has no result.</exception>
    /// <exception cref="JsonException">It is of another form.</exception>
    public T Result<T>()
        where T : class =>
        _root.TryGetProperty("result", out var result)
            ? (T)result.Deserialize(typeof(T), EventJson.Default)!
            : throw new InvalidOperationException($"The event {Type} has no result: {Json}");

    /// <inheritdoc/>
    public override string ToString() => Json;

    private string? Text(string name) => _root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
