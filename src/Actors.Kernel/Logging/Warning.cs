namespace Actors.Kernel;

/// <summary>A log event about something odd.</summary>
public sealed class Warning : LogEvent
{
    /// <summary>Said by <paramref name="logSource"/>.</summary>
    public Warning(string logSource, Type logClass, object message)
        : base(null, logSource, logClass, message)
    {
    }

    /// <summary>Said by <paramref name="logSource"/> about <paramref name="cause"/>.</summary>
    public Warning(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Kernel.LogLevel.WarningLevel;
}
