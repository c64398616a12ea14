using System.Globalization;

namespace Actors.Service.Node;

/// <summary>Starts the system that a node's actors live in.</summary>
internal static class NodeSystem
{
    private const string FileName = "akka.hocon";

    /// <summary>
    /// A system set up by <c>akka.hocon</c> beside the program, whose log lines go to the service's log. The phases of its
    /// shutdown in which streams and jobs end, and in which shards leave, take as long as the node's options want.
    /// </summary>
    public static ActorSystem Create(ILoggerFactory loggers, TimeSpan draining, TimeSpan leaving)
    {
        var file = Path.Combine(AppContext.BaseDirectory, FileName);
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka.loggers = []
            akka.coordinated-shutdown.phases.service-requests-done.timeout = {{Milliseconds(draining)}}
            akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = {{Milliseconds(leaving)}}
            """)
            .WithFallback(ConfigurationFactory.ParseString(File.Exists(file) ? File.ReadAllText(file) : string.Empty));
        var system = ActorSystem.Create("actors", config);
        system.ActorOf(Props.Create(() => new ActorLog(loggers)), "log");
        return system;
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
