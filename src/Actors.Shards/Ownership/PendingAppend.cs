using Actors.Log;
using Actors.Shards.Jobs;
using Actors.Shards.State;

namespace Actors.Shards.Ownership;

/// <summary>A record on its way into the log and back.</summary>
/// <param name="Record">The record; its stamp is -1 while it waits for a claim.</param>
/// <param name="Acknowledged">Ends when the log has it, or fails.</param>
/// <param name="Channel">The channel of an event; null for other records.</param>
/// <param name="Job">The job whose actor counts the event; null where there is none.</param>
/// <param name="Since">When it was appended first, as <see cref="TimeProvider.GetTimestamp"/> tells.</param>
internal readonly record struct PendingAppend(
    LogRecord Record, Task Acknowledged, ChannelState? Channel, RunningJob? Job, long Since);
