namespace Actors.Service.Jobs;

/// <summary>A page of one's jobs, the newest first.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">The next page's <c>after</c>; left out at the end.</param>
internal sealed record JobList(IReadOnlyList<JobResponse> Jobs, string? Next);
