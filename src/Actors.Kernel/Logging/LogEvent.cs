namespace Actors.Kernel;

/// <summary>One line of the log. Every line is published on the event stream: who subscribes to this type can write it anywhere.</summary>
public abstract class LogEvent
{
    private protected LogEvent(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <summary>What was thrown, if anything.</summary>
    public Exception? Cause { get; }

    /// <summary>Who says it: an actor's path or the system's name.</summary>
    public string LogSource { get; }

    /// <summary>The type of who says it.</summary>
    public Type LogClass { get; }

    /// <summary>What is said.</summary>
    public object Message { get; }

    /// <summary>How much it matters.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc/>
    public override string ToString() => Cause is null
        ? $"[{GetType().Name.ToUpperInvariant()}][{LogSource}] {Message}"
        : $"[{GetType().Name.ToUpperInvariant()}][{LogSource}] {Message}{Environment.NewLine}Cause: {Cause}";
}
