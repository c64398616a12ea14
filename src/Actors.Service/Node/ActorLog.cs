#if ENGINE_AKKA
using EngineLevel = Akka.Event.LogLevel;
#else
using EngineLevel = Actors.Kernel.LogLevel;
#endif

namespace Actors.Service.Node;

/// <summary>Writes what actors log into the service's log, under the type that says it.</summary>
internal sealed partial class ActorLog : ReceiveActor
{
    /// <summary>Begins to listen to everything that is logged in the system.</summary>
    public ActorLog(ILoggerFactory loggers)
    {
        Receive<LogEvent>(line =>
        {
            var logger = loggers.CreateLogger(line.LogClass.FullName ?? line.LogClass.Name);
            Log.Line(logger, ToLevel(line.LogLevel()), line.Cause, line.Message.ToString(), line.LogSource);
        });
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(LogEvent));

    private static LogLevel ToLevel(EngineLevel level) => level switch
    {
        EngineLevel.DebugLevel => LogLevel.Debug,
        EngineLevel.InfoLevel => LogLevel.Information,
        EngineLevel.WarningLevel => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "{Message} [{Source}]")]
        public static partial void Line(ILogger logger, LogLevel level, Exception? exception, string? message, string source);
    }
}
