using System.Globalization;
using Actors.History;
using Actors.Log;
using Actors.Service.Problems;

namespace Actors.Service.Limits;

/// <summary>
/// Bounds a user's open jobs. A submit costs a look into a table: the history is asked behind a user's first one, and waited for
/// only when all that was free is used up. So a user whom this node does not know may have a few more for a moment, and a history
/// that is away refuses nobody who has room. Thread-safe.
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
        if (TryTake(user, out var isNew))
        {
            if (isNew)
            {
                _ = LookAsync(user);
            }

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
            _free[user] = free - 1;
        }
    }

    private bool TryTake(string user, out bool isNew)
    {
        lock (_lock)
        {
            isNew = !_free.TryGetValue(user, out var free);
            if (isNew)
            {
                if (_free.Count >= MaxUsers)
                {
                    _free.Clear();
                }

                free = limits.MaxOpenJobsPerUser;
            }

            if (free <= 0)
            {
                return false;
            }

            _free[user] = free - 1;
            return true;
        }
    }

    private async Task LookAsync(string user)
    {
        try
        {
            var free = limits.MaxOpenJobsPerUser - await CountAsync(user, CancellationToken.None);
            lock (_lock)
            {
                if (_free.TryGetValue(user, out var left))
                {
                    _free[user] = Math.Min(left, free);
                }
            }
        }
        catch (Exception e) when (e is LogUnavailableException or ObjectDisposedException)
        {
            // The history is away: it is asked when the user's room is used up.
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
