using System.Collections.Concurrent;

namespace Actors.Kernel;

/// <summary>The dispatchers that are configured, by their path. A deterministic dispatcher stands for all of them.</summary>
internal sealed class Dispatchers(Config config, MessageDispatcher? only)
{
    private const string DefaultPath = "akka.actor.default-dispatcher";
    private readonly ConcurrentDictionary<string, MessageDispatcher> _known = new(StringComparer.Ordinal);
    private readonly MessageDispatcher _default = only ?? Read(config, DefaultPath);

    internal MessageDispatcher Default => _default;

    internal MessageDispatcher Lookup(string? path) =>
        path is null or DefaultPath ? _default : _known.GetOrAdd(path, Find);

    private static ThreadPoolDispatcher Read(Config config, string path)
    {
        var throughput = config.GetInt(path + ".throughput", 100);
        return throughput > 0
            ? new ThreadPoolDispatcher(throughput)
            : throw new ConfigurationException($"The configuration key {path}.throughput must be a whole number above 0.");
    }

    private MessageDispatcher Find(string path)
    {
        if (config.GetConfig(path).IsEmpty)
            throw new ConfigurationException($"The configuration key {path} is missing: a dispatcher of that name is used.");
        return only ?? Read(config, path);
    }
}
