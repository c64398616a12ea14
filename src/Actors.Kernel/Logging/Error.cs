namespace Actors.Kernel;

/// <summary>A log event about a failure.</summary>
public sealed class Error : LogEvent
{
    /// <summary>Said by <paramref name="logSource"/> about <paramref name="cause"/>.</summary>
    public Error(Exception? cause, string logSource, Type logClass, object message)
        : base(cause, logSource, logClass, message)
    {
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Kernel.LogLevel.ErrorLevel;
}
