using System.Globalization;

namespace Actors.History;

/// <summary>Where a page of jobs ends: the last job's time and id. As text, it is what <see cref="JobPage.Next"/> says.</summary>
/// <param name="Created">Milliseconds since 1970.</param>
/// <param name="Id">The job.</param>
internal readonly record struct JobPlace(long Created, string Id)
{
    /// <summary>The place in front of all jobs, as pages go: the newest job is behind it.</summary>
    internal static readonly JobPlace Beginning = new(long.MaxValue, string.Empty);

    /// <summary>Reads a place. What makes no sense is <see cref="Beginning"/>: it came from a client.</summary>
    internal static JobPlace Parse(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var created)
            ? new JobPlace(created, text![(dot + 1)..])
            : Beginning;
    }

    /// <summary>Makes a page of the jobs that a query found, which are one more than its limit when there is a next page.</summary>
    internal static (List<JobView> Jobs, string? Next) Cut(List<JobView> found, int limit)
    {
        if (found.Count <= limit)
        {
            return (found, null);
        }

        found.RemoveRange(limit, found.Count - limit);
        return (found, new JobPlace(found[^1].CreatedAt.ToUnixTimeMilliseconds(), found[^1].Id).ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Created}.{Id}");
}
