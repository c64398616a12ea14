namespace Actors.Shards.Work;

/// <summary>Shard → job: a stop was asked for (its <c>generation_cancelling</c> is appended). Answer with the terminal cancelled event.</summary>
public sealed record StopJob;
