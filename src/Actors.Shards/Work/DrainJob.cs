namespace Actors.Shards.Work;

/// <summary>
/// Shard → job: the shard is leaving this node. A job that has not started stays queued, and its actor stops itself; a running
/// one may go on until its shard's owner stops.
/// </summary>
public sealed record DrainJob;
