namespace Actors.Shards.Work;

/// <summary>
/// Job → shard: append this event. In order. After <see cref="StopJob"/> was sent, any terminal event but the cancelled one
/// is ignored: the job must answer the stop with <c>generation_cancelled</c>.
/// </summary>
public sealed record EmitEvent(EventDraft Event);
