namespace Actors.Shards.State;

/// <summary>
/// The last offset of each channel of a shard. A channel that is not in the table has no event behind <see cref="Floor"/>, so
/// forgetting channels is always right: the floor rises, and a reader's next frame may cost it one scan.
/// </summary>
internal sealed class ChannelTable(long floor)
{
    private readonly Dictionary<string, ChannelState> _channels = new(StringComparer.Ordinal);

    /// <summary>No event of a channel that is not in the table lies behind this offset.</summary>
    internal long Floor { get; private set; } = floor;

    /// <summary>How many channels are known.</summary>
    internal int Count => _channels.Count;

    /// <summary>A channel's state; made when it was not known.</summary>
    internal ChannelState Get(string name)
    {
        if (!_channels.TryGetValue(name, out var state))
        {
            _channels.Add(name, state = new ChannelState(name, Floor));
        }

        return state;
    }

    /// <summary>Forgets every channel that nothing in flight or in a digest refers to.</summary>
    /// <param name="position">The read-back position: it becomes the floor.</param>
    internal void Forget(long position)
    {
        foreach (var (name, state) in _channels)
        {
            if (state is { InDigest: false, Pending: 0 })
            {
                _channels.Remove(name);
            }
        }

        Floor = position;
    }
}
