namespace Actors.Service.Problems;

/// <summary>Ends a request with a refusal from wherever it is noticed.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    /// <summary>What the client gets.</summary>
    public Problem Problem { get; } = problem;
}
