namespace Actors.Kernel;

/// <summary>The configuration of a system, read once. See <see cref="Defaults"/> for the keys.</summary>
internal sealed class Settings
{
    /// <summary>The keys that the kernel knows, with their defaults.</summary>
    internal const string Defaults = """
        akka {
          loglevel = INFO
          loggers = [stdout]
          log-dead-letters = 10
          log-dead-letters-during-shutdown = on
          scheduler.implementation = ""
          actor {
            ask-timeout = infinite
            default-dispatcher.throughput = 100
            default-mailbox {
              mailbox-type = "Akka.Dispatch.UnboundedMailbox, Akka"
            }
          }
          coordinated-shutdown {
            default-phase-timeout = 5s
            terminate-actor-system = on
            run-by-actor-system-terminate = on
            phases {
              before-service-unbind {}
              service-unbind { depends-on = [before-service-unbind] }
              service-requests-done { depends-on = [service-unbind] }
              service-stop { depends-on = [service-requests-done] }
              before-cluster-shutdown { depends-on = [service-stop] }
              cluster-sharding-shutdown-region { timeout = 10s, depends-on = [before-cluster-shutdown] }
              cluster-leave { depends-on = [cluster-sharding-shutdown-region] }
              cluster-exiting { timeout = 10s, depends-on = [cluster-leave] }
              cluster-exiting-done { depends-on = [cluster-exiting] }
              cluster-shutdown { depends-on = [cluster-exiting-done] }
              before-actor-system-terminate { depends-on = [cluster-shutdown] }
              actor-system-terminate { timeout = 10s, depends-on = [before-actor-system-terminate] }
            }
          }
        }
        """;

    private static readonly Config DefaultConfig = ConfigurationFactory.ParseString(Defaults);
    private static readonly string[] KnownSections = ["akka.coordinated-shutdown.phases.", "akka.test."];
    private static readonly string[] KnownEnds =
    [
        ".throughput", ".type", ".executor", ".mailbox-type", ".mailbox-capacity", ".mailbox-push-timeout-time", ".stash-capacity",
    ];

    internal Settings(Config config)
    {
        Given = config;
        Config = config.WithFallback(DefaultConfig);
        LogLevel = ReadLogLevel(Config.GetString("akka.loglevel")!);
        LogToStandardOutput = Config.GetStringList("akka.loggers").Count > 0;
        LogDeadLetters = Config.GetString("akka.log-dead-letters") switch
        {
            "off" or "false" or "no" => 0,
            "on" or "true" or "yes" => int.MaxValue,
            _ => Config.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout");
        SchedulerClass = Config.GetString("akka.scheduler.implementation")!;
        TerminateByShutdown = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        ShutdownByTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
    }

    internal Config Config { get; }

    /// <summary>What the application configured, without the defaults.</summary>
    internal Config Given { get; }

    internal LogLevel LogLevel { get; }

    internal bool LogToStandardOutput { get; }

    internal int LogDeadLetters { get; }

    internal bool LogDeadLettersDuringShutdown { get; }

    internal TimeSpan AskTimeout { get; }

    /// <summary>The type name of a scheduler of the application's or the test's; empty for the kernel's own.</summary>
    internal string SchedulerClass { get; }

    internal bool TerminateByShutdown { get; }

    internal bool ShutdownByTerminate { get; }

    /// <summary>The engine's keys that this engine does not have.</summary>
    internal IEnumerable<string> Ignored()
    {
        var known = DefaultConfig.Paths().ToHashSet(StringComparer.Ordinal);
        return Given.Paths().Where(path => path.StartsWith("akka.", StringComparison.Ordinal)
            && !known.Contains(path)
            && !Array.Exists(KnownSections, section => path.StartsWith(section, StringComparison.Ordinal))
            && !Array.Exists(KnownEnds, end => path.EndsWith(end, StringComparison.Ordinal)));
    }

    private static LogLevel ReadLogLevel(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => LogLevel.ErrorLevel + 1,
        _ => throw new ConfigurationException("The configuration key akka.loglevel must be DEBUG, INFO, WARNING, ERROR or OFF."),
    };
}
