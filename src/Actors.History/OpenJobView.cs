namespace Actors.History;

/// <summary>An open job with what it has produced.</summary>
/// <param name="Job">The job.</param>
/// <param name="Text">The text of the present attempt so far.</param>
public sealed record OpenJobView(JobView Job, string Text);
