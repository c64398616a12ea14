namespace Actors.Kernel;

/// <summary>A log event of the normal course of things.</summary>
public sealed class Info : LogEvent
{
    /// <summary>Said by <paramref name="logSource"/>.</summary>
    public Info(string logSource, Type logClass, object message)
        : base(null, logSource, logClass, message)
    {
    }

    /// <summary>Said by <paramref name="logSource"/> about <paramref name="cause"/>.</summary>
    public Info(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Kernel.LogLevel.InfoLevel;
}
