namespace Actors.Contracts.Jobs;

/// <summary>Questions about a <see cref="JobStep"/>.</summary>
public static class JobSteps
{
    /// <summary>True for the steps that end a job; each job has exactly one.</summary>
    public static bool IsTerminal(this JobStep step) => step >= JobStep.Completed;
}
