namespace Actors.Kernel;

/// <summary>Makes the scheduler that the configuration names. A test's scheduler has one name for both engines: <c>Akka.TestKit.TestScheduler</c>.</summary>
internal static class SchedulerFactory
{
    internal static IScheduler Create(Settings settings, TimeProvider time, ILoggingAdapter log)
    {
        if (settings.SchedulerClass.Length == 0)
            return new TimeProviderScheduler(time, log);
        var type = Type.GetType(OurName(settings.SchedulerClass)) ?? Type.GetType(settings.SchedulerClass)
            ?? throw new ConfigurationException($"The configuration key akka.scheduler.implementation names no known type: {settings.SchedulerClass}.");
        return (IScheduler)Activator.CreateInstance(type, settings.Config.GetConfig("akka.scheduler"), log)!;
    }

    private static string OurName(string name)
    {
        var parts = name.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[1].StartsWith("Akka", StringComparison.Ordinal)
            ? $"{Rename(parts[0])}, {Rename(parts[1])}"
            : name;
    }

    private static string Rename(string name) => "Actors.Kernel" + name["Akka".Length..];
}
