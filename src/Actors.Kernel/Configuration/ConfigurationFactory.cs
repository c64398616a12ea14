namespace Actors.Kernel;

/// <summary>Where configurations come from.</summary>
public static class ConfigurationFactory
{
    /// <summary>A configuration that says nothing.</summary>
    public static Config Empty => Config.Empty;

    /// <summary>Reads HOCON: objects, dotted keys, strings, numbers, durations, booleans, lists, comments. Substitutions and includes are not read.</summary>
    /// <exception cref="ConfigurationException">The text is not that; the message names the line.</exception>
    public static Config ParseString(string hocon)
    {
        ArgumentNullException.ThrowIfNull(hocon);
        return new Config(new HoconParser(hocon).Parse(), null);
    }
}
