namespace Actors.Service.Node;

/// <summary>Starts the system that a node's actors live in.</summary>
internal static class NodeSystem
{
    private const string FileName = "akka.hocon";

    /// <summary>A system set up by <c>akka.hocon</c> beside the program, whose log lines go to the service's log.</summary>
    public static ActorSystem Create(ILoggerFactory loggers)
    {
        var file = Path.Combine(AppContext.BaseDirectory, FileName);
        var config = ConfigurationFactory.ParseString("akka.loggers = []")
            .WithFallback(ConfigurationFactory.ParseString(File.Exists(file) ? File.ReadAllText(file) : string.Empty));
        var system = ActorSystem.Create("actors", config);
        system.ActorOf(Props.Create(() => new ActorLog(loggers)), "log");
        return system;
    }
}
