using System.Text.Json;
using Actors.Contracts.Events;

namespace Actors.Service.Jobs;

/// <summary>A job, as it is told.</summary>
internal sealed record JobResponse
{
    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The channel that hears its events.</summary>
    public required string Channel { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>cancelling</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Which handler runs it.</summary>
    public required string Kind { get; init; }

    /// <summary>The attempt that began last, from 1; left out before the first.</summary>
    public int? Attempt { get; init; }

    /// <summary>0 to 100; left out where the job said nothing.</summary>
    public int? Progress { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it changed last; pieces of text do not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What it was asked; left out when retention has removed it, and where another producer's command holds text that is no Unicode.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The stopped job that it goes on from; left out where there is none.</summary>
    public string? ResumedFrom { get; init; }

    /// <summary>The text; so far, for an open job.</summary>
    public string? Text { get; init; }

    /// <summary>Where the text is read when it is too long to be here.</summary>
    public string? TextHref { get; init; }

    /// <summary>What it cost; left out where nothing was counted.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Who generated it; left out where the handler does not say.</summary>
    public string? Provider { get; init; }

    /// <summary>Why the provider ended; left out where it does not say.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What a handler of another kind gave back.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Why it failed; left out unless it did.</summary>
    public JobError? Error { get; init; }

    /// <summary>Where it is followed and steered.</summary>
    public required JobLinks Links { get; init; }
}
