using Actors.History;
using Actors.Log;

namespace Actors.Service.Node;

/// <summary>Opens what stands on a log whose servers may be away: tries again until they answer.</summary>
/// <param name="isLogRemote">False where a log that cannot be opened now never can be: then what fails once has failed.</param>
/// <param name="time">The clock for pauses.</param>
/// <param name="logger">Where an outage is told.</param>
internal sealed partial class PatientOpening(bool isLogRemote, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>What <paramref name="open"/> returns when the log answers.</summary>
    /// <exception cref="LogUnavailableException">The log is no server's, or it is the history's own file that cannot be opened.</exception>
    public async Task<T> OpenAsync<T>(Func<CancellationToken, Task<T>> open, CancellationToken ct)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await open(ct);
            }
            catch (LogUnavailableException e) when (isLogRemote && e is not HistoryUnavailableException)
            {
                // Once: an outage of an hour is one line, and health says the rest.
                if (isFirst)
                {
                    Lines.LogAway(logger, e.Message);
                }
            }

            await Task.Delay(RetryInterval, time, ct);
        }
    }

    private static partial class Lines
    {
        [LoggerMessage(2, LogLevel.Warning, "The log cannot be opened or read, and is tried again every second; until then the node is not ready. {Reason}")]
        public static partial void LogAway(ILogger logger, string reason);
    }
}
