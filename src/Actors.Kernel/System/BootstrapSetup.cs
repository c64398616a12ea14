namespace Actors.Kernel;

/// <summary>The configuration part of a setup.</summary>
public sealed class BootstrapSetup : Setup
{
    private BootstrapSetup(Config config) => Configuration = config;

    internal Config Configuration { get; }

    /// <summary>Without a configuration.</summary>
    public static BootstrapSetup Create() => new(Config.Empty);

    /// <summary>With <paramref name="config"/>.</summary>
    public BootstrapSetup WithConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BootstrapSetup(config);
    }

    /// <summary>With <paramref name="config"/> for what the present one lacks.</summary>
    public BootstrapSetup WithConfigFallback(Config config) => new(Configuration.WithFallback(config));
}
