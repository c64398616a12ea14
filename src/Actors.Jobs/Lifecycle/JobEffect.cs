using Actors.Contracts.Events;
using Actors.Jobs.Handlers;

namespace Actors.Jobs.Lifecycle;

/// <summary>What a decision of <see cref="JobLifecycle"/> asks its actor to do, in order.</summary>
public abstract record JobEffect
{
    private JobEffect()
    {
    }

    /// <summary>Ask for a place among the running jobs; <see cref="JobLifecycle.SlotGranted"/> answers.</summary>
    public sealed record RequestSlot : JobEffect;

    /// <summary>Give the place, or the wait for it, back.</summary>
    public sealed record ReleaseSlot : JobEffect;

    /// <summary>Run the handler.</summary>
    /// <param name="Number">Names this run in what comes back of it.</param>
    /// <param name="Attempt">The attempt that it is a run of.</param>
    /// <param name="TextSoFar">The text that it continues.</param>
    /// <param name="Preface">The end of that text which has not been emitted: the run's output begins with it.</param>
    public sealed record StartRun(int Number, int Attempt, string TextSoFar, string Preface) : JobEffect;

    /// <summary>Tell the present run to end.</summary>
    public sealed record CancelRun : JobEffect;

    /// <summary>Set a timer.</summary>
    public sealed record StartTimer(JobTimer Timer, TimeSpan Delay) : JobEffect;

    /// <summary>The job is over, but for what its shard may still say: end all timers.</summary>
    public sealed record StopTimers : JobEffect;

    /// <summary>Emit <c>generation_started</c>.</summary>
    public sealed record EmitStarted(int Attempt) : JobEffect;

    /// <summary>Emit <c>ai_chat_chunk</c>.</summary>
    public sealed record EmitChunk(int Attempt, string Text, int Position, bool Done) : JobEffect;

    /// <summary>Emit <c>generation_progress</c>.</summary>
    public sealed record EmitProgress(int Attempt, int Progress, string? Message) : JobEffect;

    /// <summary>Emit <c>generation_reset</c>: <paramref name="Attempt"/> begins.</summary>
    public sealed record EmitReset(int Attempt, string Reason) : JobEffect;

    /// <summary>Emit <c>generation_complete</c>.</summary>
    public sealed record EmitCompleted(int Attempt, string Text, JobResult Result) : JobEffect;

    /// <summary>Emit <c>generation_failed</c>.</summary>
    public sealed record EmitFailed(int Attempt, string Text, EventError Error) : JobEffect;

    /// <summary>Emit <c>generation_cancelled</c>.</summary>
    public sealed record EmitCancelled(int Attempt, string Text) : JobEffect;
}
