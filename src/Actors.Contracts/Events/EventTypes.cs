namespace Actors.Contracts.Events;

/// <summary>The names of the types that the system itself emits. The catalog says what each carries.</summary>
public static class EventTypes
{
    /// <summary>A job was accepted.</summary>
    public const string GenerationQueued = "generation_queued";

    /// <summary>An attempt of a job began.</summary>
    public const string GenerationStarted = "generation_started";

    /// <summary>A job's progress changed.</summary>
    public const string GenerationProgress = "generation_progress";

    /// <summary>A piece of generated text.</summary>
    public const string ChatChunk = "ai_chat_chunk";

    /// <summary>A job's attempt was given up; clients drop its preview.</summary>
    public const string GenerationReset = "generation_reset";

    /// <summary>A stop was asked for.</summary>
    public const string GenerationCancelling = "generation_cancelling";

    /// <summary>Terminal: stopped, with the partial result.</summary>
    public const string GenerationCancelled = "generation_cancelled";

    /// <summary>Terminal: done.</summary>
    public const string GenerationComplete = "generation_complete";

    /// <summary>Terminal: failed.</summary>
    public const string GenerationFailed = "generation_failed";

    /// <summary>Somebody has come to a room or has left it. Live only, not in the log.</summary>
    public const string Presence = "presence";

    /// <summary>Somebody in a room writes, or has stopped. Live only, not in the log.</summary>
    public const string Typing = "typing";

    /// <summary>A stream's own state; not in the log.</summary>
    public const string ConnectionStatus = "connection.status.change";

    /// <summary>A replay has ended; not in the log.</summary>
    public const string CaughtUp = "caught_up";

    /// <summary>A cursor could not be honoured; says why and where the stream goes on. Not in the log.</summary>
    public const string Reset = "reset";

    /// <summary>A heartbeat that carries the cursor; a named event that nobody handles. Not in the log.</summary>
    public const string Checkpoint = "checkpoint";
}
