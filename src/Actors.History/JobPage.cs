namespace Actors.History;

/// <summary>A page of jobs, the newest first.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">What the query for the next page says in <see cref="JobQuery.After"/>; null when this was the last.</param>
public sealed record JobPage(IReadOnlyList<JobView> Jobs, string? Next);
