using System.Globalization;

namespace Actors.Kernel;

/// <summary>Writing formatted lines. Arguments are formatted (as by <see cref="string.Format(string, object?[])"/>, invariant) only if the level is written.</summary>
public static class LoggingExtensions
{
    /// <summary>Writes a line at the debug level.</summary>
    public static void Debug(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Writes a line at the debug level about <paramref name="cause"/>.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Writes a line at the debug level.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsDebugEnabled)
            log.Log(LogLevel.DebugLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the debug level about <paramref name="cause"/>.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1)
    {
        if (log.IsDebugEnabled)
            log.Log(LogLevel.DebugLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the debug level.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsDebugEnabled)
            log.Log(LogLevel.DebugLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the debug level about <paramref name="cause"/>.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2)
    {
        if (log.IsDebugEnabled)
            log.Log(LogLevel.DebugLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the debug level.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsDebugEnabled)
            log.Log(LogLevel.DebugLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the debug level about <paramref name="cause"/>.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsDebugEnabled)
            log.Log(LogLevel.DebugLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the info level.</summary>
    public static void Info(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Writes a line at the info level about <paramref name="cause"/>.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Writes a line at the info level.</summary>
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsInfoEnabled)
            log.Log(LogLevel.InfoLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the info level about <paramref name="cause"/>.</summary>
    public static void Info<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1)
    {
        if (log.IsInfoEnabled)
            log.Log(LogLevel.InfoLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the info level.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsInfoEnabled)
            log.Log(LogLevel.InfoLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the info level about <paramref name="cause"/>.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2)
    {
        if (log.IsInfoEnabled)
            log.Log(LogLevel.InfoLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the info level.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsInfoEnabled)
            log.Log(LogLevel.InfoLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the info level about <paramref name="cause"/>.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsInfoEnabled)
            log.Log(LogLevel.InfoLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the warning level.</summary>
    public static void Warning(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Writes a line at the warning level about <paramref name="cause"/>.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Writes a line at the warning level.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsWarningEnabled)
            log.Log(LogLevel.WarningLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the warning level about <paramref name="cause"/>.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1)
    {
        if (log.IsWarningEnabled)
            log.Log(LogLevel.WarningLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the warning level.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsWarningEnabled)
            log.Log(LogLevel.WarningLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the warning level about <paramref name="cause"/>.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2)
    {
        if (log.IsWarningEnabled)
            log.Log(LogLevel.WarningLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the warning level.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsWarningEnabled)
            log.Log(LogLevel.WarningLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the warning level about <paramref name="cause"/>.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsWarningEnabled)
            log.Log(LogLevel.WarningLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the error level.</summary>
    public static void Error(this ILoggingAdapter log, string format) =>
        log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Writes a line at the error level about <paramref name="cause"/>.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format) =>
        log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Writes a line at the error level.</summary>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsErrorEnabled)
            log.Log(LogLevel.ErrorLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the error level about <paramref name="cause"/>.</summary>
    public static void Error<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1)
    {
        if (log.IsErrorEnabled)
            log.Log(LogLevel.ErrorLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1));
    }

    /// <summary>Writes a line at the error level.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsErrorEnabled)
            log.Log(LogLevel.ErrorLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the error level about <paramref name="cause"/>.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2)
    {
        if (log.IsErrorEnabled)
            log.Log(LogLevel.ErrorLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2));
    }

    /// <summary>Writes a line at the error level.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsErrorEnabled)
            log.Log(LogLevel.ErrorLevel, null, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }

    /// <summary>Writes a line at the error level about <paramref name="cause"/>.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsErrorEnabled)
            log.Log(LogLevel.ErrorLevel, cause, string.Format(CultureInfo.InvariantCulture, format, arg1, arg2, arg3));
    }
}
