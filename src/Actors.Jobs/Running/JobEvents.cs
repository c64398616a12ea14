using System.Text.Json.Serialization.Metadata;
using Actors.Contracts;
using Actors.Contracts.Events;
using Actors.Jobs.Handlers;
using Actors.Shards.Work;

namespace Actors.Jobs.Running;

/// <summary>Writes the events of jobs. Each costs its payload and its draft. Thread-safe.</summary>
internal sealed class JobEvents(JobsOptions options, TimeProvider time, IIdSource ids)
{
    internal EventDraft Queued(OpenJob job) =>
        Draft(job, EventTypes.GenerationQueued, 0, new QueuedResult { Kind = job.Kind, ResumedFrom = job.ResumedFrom }, EventJson.Default.QueuedResult, message: "Queued");

    internal EventDraft Cancelling(OpenJob job) => Draft(job, EventTypes.GenerationCancelling, job.Attempt, message: "Stopping");

    internal EventDraft Rejected(OpenJob job, IEnumerable<InputError> errors)
    {
        const int MaxErrorLength = 2000;
        var text = "The input was refused. " + string.Join(' ', errors);
        var error = new EventError(
            text.Length > MaxErrorLength ? text[..MaxErrorLength] : text, FailureCodes.Rejected, Retryable: false, "Correct the input and submit it again.");
        return Failed(job, 0, string.Empty, error, usage: null);
    }

    internal EventDraft Started(OpenJob job, int attempt) =>
        Draft(job, EventTypes.GenerationStarted, attempt, new StartedResult { Kind = job.Kind }, EventJson.Default.StartedResult, message: attempt == 1 ? "Started" : $"Started, attempt {attempt}");

    internal EventDraft Progress(OpenJob job, int attempt, int progress, string? message) =>
        Draft(job, EventTypes.GenerationProgress, attempt, progress, message);

    internal EventDraft Reset(OpenJob job, int attempt, string reason) =>
        Draft(job, EventTypes.GenerationReset, attempt, new ResetAttemptResult { Reason = reason, Attempt = attempt }, EventJson.Default.ResetAttemptResult, message: "Beginning again");

    /// <summary>What the chunks of an attempt have in common: made once, for there are many.</summary>
    internal static string StreamId(OpenJob job, int attempt) => $"{job.Id.Value}.{attempt}";

    internal EventDraft Chunk(OpenJob job, int attempt, string streamId, string text, int position, bool done, string? provider)
    {
        var result = new ChatChunkResult { StreamId = streamId, Text = text, Position = position, Done = done, Provider = provider };
        return Draft(job, EventTypes.ChatChunk, attempt, result, EventJson.Default.ChatChunkResult, text: text);
    }

    internal EventDraft Completed(OpenJob job, int attempt, string text, JobResult result, TokenUsage? usage, string? provider)
    {
        var complete = new CompleteResult
        {
            Text = text.Length > 0 ? text : null,
            Usage = result.Usage ?? usage,
            Provider = result.Provider ?? provider,
            FinishReason = result.FinishReason,
            Data = result.Data,
        };
        var draft = Draft(job, EventTypes.GenerationComplete, attempt, complete, EventJson.Default.CompleteResult, progress: 100);
        if (draft.Payload.Length > options.MaxEventBytes && text.Length > 0)
        {
            complete = complete with { Text = null, TextHref = TextHref(job), TextLength = text.Length };
            draft = Draft(job, EventTypes.GenerationComplete, attempt, complete, EventJson.Default.CompleteResult, progress: 100);
        }

        return draft.Payload.Length <= options.MaxEventBytes
            ? draft
            : Failed(job, attempt, text, new EventError("The result is too large for an event.", FailureCodes.OutputTooLarge, Retryable: false, Suggestion: null), usage);
    }

    internal EventDraft Failed(OpenJob job, int attempt, string text, EventError error, TokenUsage? usage) =>
        Fitting(text, usage, result =>
        {
            var spec = EventCatalog.Get(EventTypes.GenerationFailed);
            var head = Head(job, spec, attempt);
            return Draft(job, spec, attempt, result is null ? EventWriter.Write(head, error) : EventWriter.Write(head, error, result, EventJson.Default.PartialResult));
        }, job);

    internal EventDraft Cancelled(OpenJob job, int attempt, string text, TokenUsage? usage) =>
        Fitting(text, usage, result => Draft(job, EventTypes.GenerationCancelled, attempt, result ?? new PartialResult(), EventJson.Default.PartialResult), job);

    // A terminal event always fits: a text that does not is named by its place.
    private EventDraft Fitting(string text, TokenUsage? usage, Func<PartialResult?, EventDraft> write, OpenJob job)
    {
        var whole = text.Length == 0 && usage is null ? null : new PartialResult { Text = text.Length > 0 ? text : null, Usage = usage };
        var draft = write(whole);
        return draft.Payload.Length <= options.MaxEventBytes || text.Length == 0
            ? draft
            : write(new PartialResult { TextHref = TextHref(job), TextLength = text.Length, Usage = usage });
    }

    private static string TextHref(OpenJob job) => $"/api/jobs/{job.Id.Value}/text";

    private EventDraft Draft(OpenJob job, string type, int attempt, int? progress = null, string? message = null)
    {
        var spec = EventCatalog.Get(type);
        return Draft(job, spec, attempt, EventWriter.Write(Head(job, spec, attempt, progress, message)));
    }

    private EventDraft Draft<T>(OpenJob job, string type, int attempt, T result, JsonTypeInfo<T> json, int? progress = null, string? message = null, string? text = null)
    {
        var spec = EventCatalog.Get(type);
        return Draft(job, spec, attempt, EventWriter.Write(Head(job, spec, attempt, progress, message), result, json), text);
    }

    private static EventDraft Draft(OpenJob job, EventSpec spec, int attempt, byte[] payload, string? text = null) =>
        new() { Type = spec.Name, Channel = job.Channel, Job = job.Id, Step = spec.Step, Attempt = attempt, Payload = payload, Text = text };

    private EventHead Head(OpenJob job, EventSpec spec, int attempt, int? progress = null, string? message = null) => new()
    {
        Type = spec.Name,
        Version = spec.Version,
        Id = ids.Next(),
        Timestamp = time.GetUtcNow(),
        Channel = job.Channel,
        JobId = job.Id,
        Attempt = attempt,
        Progress = progress,
        Message = message,
    };
}
