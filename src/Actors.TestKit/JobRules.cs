using System.Text.Json;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;

namespace Actors.TestKit;

/// <summary>
/// The rules that the events of every job keep: the first says that it was queued (or refused); exactly one is terminal, and it
/// is the last; attempts begin one after the other, each but the first behind a reset; a chunk stands where the text before it
/// ends, and the last one says that it is done; the terminal event carries the text that the chunks make; after a stop
/// was asked for the job ends as cancelled; and each event is as the catalog says.
/// </summary>
public static class JobRules
{
    /// <summary>All broken rules, each in a sentence; empty when none is.</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyList<JobEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        List<string> found = [];
        CheckCatalog(events, found);
        CheckEnds(events, found);
        CheckAttempts(events, found);
        return found;
    }

    private static void CheckCatalog(IReadOnlyList<JobEvent> events, List<string> found)
    {
        foreach (var e in events)
        {
            if (!EventCatalog.TryGet(e.Type, out var spec) || !spec.Durable)
            {
                found.Add($"The catalog has no durable event type {e.Type}.");
                continue;
            }

            if (spec.Step != e.Step || e.Root.GetProperty("v").GetInt32() != spec.Version)
            {
                found.Add($"{e.Type} is not of the step and version that the catalog says.");
            }

            var hasResult = e.Root.TryGetProperty("result", out var result);
            if (hasResult && !Fits(result, spec))
            {
                found.Add($"The result of {e.Type} is not of the catalog's form: {result}");
            }

            if (spec.HasError != e.Root.TryGetProperty("code", out _))
            {
                found.Add($"{e.Type} {(spec.HasError ? "lacks" : "has")} an error's code.");
            }
        }
    }

    private static bool Fits(JsonElement result, EventSpec spec)
    {
        try
        {
            return spec.Result is not null && result.Deserialize(spec.Result) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void CheckEnds(IReadOnlyList<JobEvent> events, List<string> found)
    {
        if (events.Count == 0 || (events[0].Step != JobStep.Queued && events[0].Code is null))
        {
            found.Add("The first event does not say that the job was queued.");
        }

        var terminals = events.Count(e => e.Step.IsTerminal());
        if (terminals != 1 || !events[^1].Step.IsTerminal())
        {
            found.Add($"There are {terminals} terminal events, and the last event is {events[^1].Type}.");
        }

        if (events.Any(e => e.Step == JobStep.Cancelling) && events[^1].Step != JobStep.Cancelled)
        {
            found.Add($"A stop was asked for, and the job ended with {events[^1].Type}.");
        }
    }

    private static void CheckAttempts(IReadOnlyList<JobEvent> events, List<string> found)
    {
        var attempt = 0;
        var reset = true;
        var done = false;
        var text = string.Empty;
        foreach (var e in events)
        {
            switch (e.Step)
            {
                case JobStep.Reset:
                    (reset, done, text) = (true, false, string.Empty);
                    break;
                case JobStep.Started:
                    if (e.Attempt != attempt + 1 || !reset)
                    {
                        found.Add($"Attempt {e.Attempt} begins after attempt {attempt}{(reset ? string.Empty : " without a reset")}.");
                    }

                    (attempt, reset) = (e.Attempt, false);
                    break;
                case JobStep.Text when e.Chunk is { } chunk:
                    if (chunk.Position != text.Length || e.Attempt != attempt)
                    {
                        found.Add($"A chunk of attempt {e.Attempt} at {chunk.Position} follows {text.Length} characters of attempt {attempt}.");
                    }

                    (text, done) = (text + chunk.Text, chunk.Done);
                    break;
                case JobStep.Completed or JobStep.Failed or JobStep.Cancelled:
                    CheckText(e, text, done, attempt, found);
                    break;
            }
        }
    }

    private static void CheckText(JobEvent e, string text, bool done, int attempt, List<string> found)
    {
        var result = e.Root.TryGetProperty("result", out var r) ? r : default;
        var final = result.ValueKind == JsonValueKind.Object && result.TryGetProperty("text", out var t) ? t.GetString()! : null;
        var length = result.ValueKind == JsonValueKind.Object && result.TryGetProperty("textLength", out var l) ? l.GetInt32() : final?.Length ?? 0;

        // A job that resumes another and is stopped before it began carries the text that it would have gone on from.
        var begun = attempt > 0;
        if (begun && (length != text.Length || (final is not null && final != text)))
        {
            found.Add($"{e.Type} carries a text of {length} characters; its chunks make one of {text.Length}.");
        }

        if (text.Length > 0 && !done)
        {
            found.Add($"{e.Type} follows a stream of text that no chunk says is done.");
        }
    }
}
