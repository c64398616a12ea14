namespace Actors.Shards.Work;

/// <summary>Shard → job: the node is leaving. A job that has not started stays queued; a running one may go on until its shard stops.</summary>
public sealed record DrainJob;
