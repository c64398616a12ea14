namespace Actors.Kernel;

/// <summary>Writes to the system's log in the name of one source. Safe to use from any thread.</summary>
public interface ILoggingAdapter
{
    /// <summary>Whether <see cref="LogLevel.DebugLevel"/> is written.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether <see cref="LogLevel.InfoLevel"/> is written.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether <see cref="LogLevel.WarningLevel"/> is written.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether <see cref="LogLevel.ErrorLevel"/> is written.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether <paramref name="logLevel"/> is written.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Writes <paramref name="format"/> as it stands.</summary>
    void Log(LogLevel logLevel, Exception? cause, string format);
}
