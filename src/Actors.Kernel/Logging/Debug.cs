namespace Actors.Kernel;

/// <summary>A log event for those who look for a fault.</summary>
public sealed class Debug : LogEvent
{
    /// <summary>Said by <paramref name="logSource"/>.</summary>
    public Debug(string logSource, Type logClass, object message)
        : base(null, logSource, logClass, message)
    {
    }

    /// <summary>Said by <paramref name="logSource"/> about <paramref name="cause"/>.</summary>
    public Debug(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Kernel.LogLevel.DebugLevel;
}
