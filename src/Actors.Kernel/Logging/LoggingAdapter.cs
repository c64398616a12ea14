namespace Actors.Kernel;

/// <summary>Turns what is written into log events on the event stream.</summary>
internal sealed class LoggingAdapter(ActorSystem system, string logSource, Type logClass) : ILoggingAdapter
{
    public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);

    public bool IsInfoEnabled => IsEnabled(LogLevel.InfoLevel);

    public bool IsWarningEnabled => IsEnabled(LogLevel.WarningLevel);

    public bool IsErrorEnabled => IsEnabled(LogLevel.ErrorLevel);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= system.Settings.LogLevel;

    public void Log(LogLevel logLevel, Exception? cause, string format)
    {
        if (!IsEnabled(logLevel))
            return;
        system.Publish(logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, logSource, logClass, format),
            LogLevel.InfoLevel => new Info(cause, logSource, logClass, format),
            LogLevel.WarningLevel => new Warning(cause, logSource, logClass, format),
            _ => new Error(cause, logSource, logClass, format),
        });
    }
}
