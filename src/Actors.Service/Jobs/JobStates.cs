using Actors.History;
using Actors.Service.Problems;

namespace Actors.Service.Jobs;

/// <summary>The names of jobs' states as clients know them. To them a job whose command nobody has answered yet waits like any other.</summary>
internal static class JobStates
{
    private static readonly Dictionary<string, JobStatus[]> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["queued"] = [JobStatus.Submitted, JobStatus.Queued],
        ["running"] = [JobStatus.Running],
        ["cancelling"] = [JobStatus.Cancelling],
        ["completed"] = [JobStatus.Completed],
        ["failed"] = [JobStatus.Failed],
        ["cancelled"] = [JobStatus.Cancelled],
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(JobStatus status) => ByName.First(pair => pair.Value.Contains(status)).Key;

    /// <summary>The states of some names.</summary>
    /// <exception cref="ProblemException">400: a name is none.</exception>
    public static IReadOnlyList<JobStatus> Parse(string field, IEnumerable<string> names) =>
        [.. names.SelectMany(name => ByName.TryGetValue(name, out var states)
            ? states
            : throw new ProblemException(Refusals.Invalid(field, $"'{name}' must be one of {string.Join(", ", ByName.Keys)}.")))];
}
