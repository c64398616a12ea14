using Actors.Live;
using Actors.Shards.State;

namespace Actors.Shards.Digests;

/// <summary>Gathers what a shard's next digest says. A state machine; not thread-safe. An event costs no look-up.</summary>
internal sealed class DigestBuilder(int shard, string node, int maxChannels)
{
    private readonly List<ChannelState> _channels = [];
    private long _from = -1;
    private long _since;

    /// <summary>True when an event came back since the last digest.</summary>
    internal bool HasEvents => _channels.Count > 0;

    /// <summary>True when the digest must be sent now, before another channel is added.</summary>
    internal bool IsFull => _channels.Count >= maxChannels;

    /// <summary>The next digest begins here, at the own claim: what came before is not this owner's to tell.</summary>
    internal void Begin(long position)
    {
        foreach (var channel in _channels)
        {
            channel.InDigest = false;
        }

        _channels.Clear();
        _from = position;
    }

    /// <summary>The shard is served from now on, in milliseconds since 1970-01-01 UTC: so the digests say.</summary>
    internal void ServedSince(long now) => _since = now;

    /// <summary>An event of a channel came back.</summary>
    internal void Add(ChannelState channel)
    {
        if (!channel.InDigest)
        {
            channel.InDigest = true;
            _channels.Add(channel);
        }
    }

    /// <summary>Makes the digest from the end of the last one to the position given; the next begins there.</summary>
    /// <param name="to">The read-back position.</param>
    /// <param name="claim">The own claim, in force there.</param>
    /// <param name="nextSeq">The next sequence number there.</param>
    /// <param name="lastValid">The claim's last valid offset there.</param>
    /// <param name="openJobs">How many jobs are open.</param>
    internal Digest Take(long to, long claim, long nextSeq, long lastValid, int openJobs)
    {
        var marks = new ChannelMark[_channels.Count];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = new ChannelMark(_channels[i].Name, _channels[i].Last);
        }

        var digest = new Digest
        {
            Shard = shard,
            From = _from,
            To = to,
            Claim = claim,
            NextSeq = nextSeq,
            LastValid = lastValid,
            Answered = to,
            OpenJobs = openJobs,
            Node = node,
            Since = _since,
            Channels = marks,
        };
        Begin(to);
        return digest;
    }
}
