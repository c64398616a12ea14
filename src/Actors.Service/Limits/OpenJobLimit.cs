using System.Globalization;
using Actors.History;
using Actors.Service.Problems;

namespace Actors.Service.Limits;

/// <summary>
/// Bounds a user's open jobs. The history is asked how many there are only when a user has used up what was free at the last
/// answer, so most submits cost a look into a table. Thread-safe.
/// </summary>
internal sealed class OpenJobLimit(IHistory history, LimitsOptions limits)
{
    private const int MaxUsers = 10_000;
    private static readonly JobStatus[] Open = [JobStatus.Submitted, JobStatus.Queued, JobStatus.Running, JobStatus.Cancelling];
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, int> _free = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Takes one of the user's places.</summary>
    /// <exception cref="ProblemException">429: all are taken.</exception>
    public async ValueTask RequireRoomAsync(string user, CancellationToken ct)
    {
        if (TryTake(user))
        {
            return;
        }

        var free = limits.MaxOpenJobsPerUser - await CountAsync(user, ct);
        if (free <= 0)
        {
            throw new ProblemException(Refusals.TooMany(
                string.Create(CultureInfo.InvariantCulture, $"You have {limits.MaxOpenJobsPerUser} open jobs, as many as a user may have (Limits:MaxOpenJobsPerUser)."), Retry));
        }

        lock (_lock)
        {
            if (_free.Count >= MaxUsers)
            {
                _free.Clear();
            }

            _free[user] = free - 1;
        }
    }

    private bool TryTake(string user)
    {
        lock (_lock)
        {
            if (!_free.TryGetValue(user, out var free) || free <= 0)
            {
                return false;
            }

            _free[user] = free - 1;
            return true;
        }
    }

    private async Task<int> CountAsync(string user, CancellationToken ct)
    {
        var count = 0;
        string? after = null;
        do
        {
            var page = await history.ListJobsAsync(new JobQuery { User = user, Statuses = Open, Limit = JobQuery.MaxLimit, After = after }, ct);
            count += page.Jobs.Count;
            after = page.Next;
        }
        while (after is not null && count < limits.MaxOpenJobsPerUser);
        return count;
    }
}
