namespace Actors.Kernel;

/// <summary>A phase of the coordinated shutdown: what must be over before, how long it may take, and whether a failure in it is passed over.</summary>
internal sealed record ShutdownPhase(IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover)
{
    internal static Dictionary<string, ShutdownPhase> FromConfig(Config config)
    {
        var standard = config.GetTimeSpan("default-phase-timeout", allowInfinite: false);
        var phases = config.GetConfig("phases");
        return phases.Names().ToDictionary(name => name, name =>
        {
            var phase = phases.GetConfig(name);
            return new ShutdownPhase(
                [.. phase.GetStringList("depends-on")],
                phase.GetTimeSpan("timeout", standard, allowInfinite: false),
                phase.GetBoolean("recover", true));
        });
    }

    /// <summary>The phases, each after those that it depends on.</summary>
    /// <exception cref="ArgumentException">A phase depends on itself.</exception>
    internal static List<string> InOrder(IReadOnlyDictionary<string, ShutdownPhase> phases)
    {
        var ordered = new List<string>();
        var open = new HashSet<string>();
        foreach (var name in phases.Keys)
            Visit(name);
        return ordered;

        void Visit(string name)
        {
            if (ordered.Contains(name))
                return;
            if (!open.Add(name))
                throw new ArgumentException($"The phase akka.coordinated-shutdown.phases.{name} depends on itself.", nameof(phases));
            if (phases.TryGetValue(name, out var phase))
            {
                foreach (var before in phase.DependsOn)
                    Visit(before);
            }

            open.Remove(name);
            ordered.Add(name);
        }
    }
}
