using System.Collections.Concurrent;

namespace Actors.Kernel;

/// <summary>The mailboxes that are configured, by their path.</summary>
internal sealed class Mailboxes(Config config)
{
    private readonly ConcurrentDictionary<string, (int Capacity, int StashCapacity)> _known = new(StringComparer.Ordinal);

    /// <summary>The most messages that the mailbox holds; 0 for any number.</summary>
    internal int Capacity(string? path) => Find(path).Capacity;

    /// <summary>The most messages that the actor's stash holds; -1 for any number.</summary>
    internal int StashCapacity(string? path) => Find(path).StashCapacity;

    private (int Capacity, int StashCapacity) Find(string? path) => _known.GetOrAdd(path ?? "akka.actor.default-mailbox", Read);

    private (int Capacity, int StashCapacity) Read(string path)
    {
        if (config.GetString(path + ".mailbox-type") is not { } type)
            throw new ConfigurationException($"The configuration key {path}.mailbox-type is missing: a mailbox of that name is used.");
        var stash = config.GetInt(path + ".stash-capacity", -1);

        // Either engine's name may come with or without the assembly; a deque is what every mailbox is here.
        switch (type.Split(',')[0].Split('.')[^1].Trim())
        {
            case "UnboundedMailbox" or "UnboundedDequeBasedMailbox":
                return (0, stash);
            case "BoundedMailbox" or "BoundedDequeBasedMailbox":
                var capacity = config.GetInt(path + ".mailbox-capacity");
                if (capacity < 1)
                    throw new ConfigurationException($"The configuration key {path}.mailbox-capacity must be a whole number above 0.");
                if (config.GetTimeSpan(path + ".mailbox-push-timeout-time") != TimeSpan.Zero)
                    throw new ConfigurationException($"The configuration key {path}.mailbox-push-timeout-time must be 0s: nobody waits for room in a mailbox.");
                return (capacity, stash);
            default:
                throw new ConfigurationException($"The configuration key {path}.mailbox-type must name a BoundedMailbox or an UnboundedMailbox, not {type}.");
        }
    }
}
