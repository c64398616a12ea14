namespace Actors.Kernel;

/// <summary>Where loggers come from.</summary>
public static class Logging
{
    /// <summary>A logger in the name of the actor.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context)
    {
        var cell = (ActorCell)context;
        return new LoggingAdapter(cell.SystemImpl, cell.Self.Path.ToString(), cell.Props.Type);
    }

    /// <summary>A logger in the name of <paramref name="logSourceObj"/>: a string, a type's name, or the name of the object's type, and behind it the system.</summary>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj) => logSourceObj switch
    {
        string name => new LoggingAdapter(system, $"{name} ({system})", typeof(string)),
        Type type => new LoggingAdapter(system, $"{type.Name} ({system})", type),
        _ => new LoggingAdapter(system, $"{logSourceObj.GetType().Name} ({system})", logSourceObj.GetType()),
    };
}
