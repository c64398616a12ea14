using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka;

/// <summary>
/// The library's own log lines and errors in the service's log: without secrets, one line when no broker answers and one when
/// one does again, and otherwise at most one line of a kind in 30 s, since each client repeats what each connection meets.
/// Called on the library's threads; never blocks them.
/// </summary>
internal sealed partial class LibraryLog(string[] secrets, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly Dictionary<string, long> _said = [];
    private bool _away;

    /// <summary>A line of the library's log.</summary>
    internal void Line(LogMessage line)
    {
        // A setting that is meant for the other kind of client: every client gets all of Kafka:Client.
        var quiet = line.Facility == "CONFWARN" || line.Level > SyslogLevel.Notice || Volatile.Read(ref _away);
        var text = ClientSettings.Hide(line.Message, secrets);
        if (quiet || !MaySay(line.Facility))
        {
            Log.Detail(logger, line.Facility, text);
        }
        else
        {
            Log.Line(logger, line.Facility, text);
        }
    }

    /// <summary>An error of a client: most of them are of a connection and mended by the library itself.</summary>
    internal void Error(Error error)
    {
        var reason = ClientSettings.Hide(error.Reason, secrets);
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            lock (_gate)
            {
                if (_away)
                {
                    return;
                }

                _away = true;
            }

            Log.Away(logger, reason);
        }
        else if (error.IsFatal || (!IsOfConnection(error.Code) && MaySay(error.Code.ToString())))
        {
            Log.Failed(logger, error.Code, reason);
        }
        else
        {
            Log.Detail(logger, error.Code.ToString(), reason);
        }
    }

    /// <summary>A broker has answered.</summary>
    internal void Answered()
    {
        if (!Volatile.Read(ref _away))
        {
            return;
        }

        lock (_gate)
        {
            if (!_away)
            {
                return;
            }

            _away = false;
        }

        Log.Back(logger);
    }

    private static bool IsOfConnection(ErrorCode code) =>
        code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut;

    private bool MaySay(string kind)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_said.TryGetValue(kind, out var last) && time.GetElapsedTime(last, now) < Quiet)
            {
                return false;
            }

            _said[kind] = now;
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "No Kafka broker answers; it is tried again until one does: {Reason}")]
        internal static partial void Away(ILogger logger, string reason);

        [LoggerMessage(21, LogLevel.Information, "Kafka answers again.")]
        internal static partial void Back(ILogger logger);

        [LoggerMessage(22, LogLevel.Error, "Kafka: {Code}: {Reason}")]
        internal static partial void Failed(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(23, LogLevel.Warning, "Kafka's client: {Facility}: {Text}")]
        internal static partial void Line(ILogger logger, string facility, string text);

        [LoggerMessage(24, LogLevel.Debug, "Kafka's client: {Facility}: {Text}")]
        internal static partial void Detail(ILogger logger, string facility, string text);
    }
}
