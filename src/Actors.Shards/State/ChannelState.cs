namespace Actors.Shards.State;

/// <summary>What an owner knows of one channel: held by reference, so that a record costs no look-up.</summary>
internal sealed class ChannelState(string name, long last)
{
    /// <summary>The channel's name.</summary>
    internal string Name { get; } = name;

    /// <summary>The offset of its last event that came back, or the floor: no event of it lies behind.</summary>
    internal long Last { get; set; } = last;

    /// <summary>True while the channel stands in the digest that is being made.</summary>
    internal bool InDigest { get; set; }

    /// <summary>How many appended events of it have not come back: it can't be forgotten before.</summary>
    internal int Pending { get; set; }
}
