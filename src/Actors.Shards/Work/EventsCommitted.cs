namespace Actors.Shards.Work;

/// <summary>
/// Shard → job: this many more of its events came back valid and acknowledged, in order; sent when
/// <see cref="IJobRunner.CommittedAtOnce"/> have gathered. A job holds while too many of its events are not committed.
/// </summary>
public sealed record EventsCommitted(int Count);
