using System.Collections.Concurrent;
using Actors.Log;

namespace Actors.Service.Problems;

/// <summary>
/// Says in the node's log why requests are answered 503, which clients are not told: drivers name servers and accounts. Requests
/// come in thousands, so it is said once in a while for each kind of outage. Thread-safe.
/// </summary>
internal sealed partial class OutageLog(TimeProvider time, ILogger<OutageLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Type, long> _told = new();

    /// <summary>A request was ended by an outage.</summary>
    public void Tell(LogUnavailableException cause)
    {
        var now = time.GetTimestamp();
        if (_told.AddOrUpdate(cause.GetType(), now, (_, last) => time.GetElapsedTime(last, now) >= Interval ? now : last) == now)
        {
            Log.Refused(logger, cause);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Requests are answered 503; said at most every 10 s.")]
        public static partial void Refused(ILogger logger, Exception cause);
    }
}
