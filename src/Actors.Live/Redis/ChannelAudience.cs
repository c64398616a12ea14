namespace Actors.Live.Redis;

/// <summary>
/// Whether anybody elsewhere hears a channel's frames. Redis says with each publish how many heard it; a frame in a while is asked
/// about, and after the answer that nobody did the others are spared, until the time is over or somebody says that he listens. An
/// answer counts only if nobody said so since its frame was sent: the two come on different connections, in any order.
/// A state machine; thread-safe.
/// </summary>
/// <param name="name">Where the frames go.</param>
internal sealed class ChannelAudience(byte[] name)
{
    private readonly Lock _gate = new();
    private long _askAt = long.MinValue;
    private bool _isSilent;
    private int _arrivals;

    internal byte[] Name => name;

    /// <summary>True when the frame of now need not be sent. Costs two reads.</summary>
    internal bool Spares(long now) => Volatile.Read(ref _isSilent) && now < Volatile.Read(ref _askAt);

    /// <summary>The question that goes with the frame of now, which is sent; null when none is due.</summary>
    internal AudienceQuestion? Ask(long now, long interval)
    {
        if (now < Volatile.Read(ref _askAt))
        {
            return null;
        }

        lock (_gate)
        {
            _askAt = now + interval;
            return new AudienceQuestion(this, _arrivals);
        }
    }

    /// <summary>Somebody listens from now on.</summary>
    internal void Arrived()
    {
        lock (_gate)
        {
            (_isSilent, _arrivals) = (false, _arrivals + 1);
        }
    }

    /// <summary>Redis has said how many heard a frame that was sent after so many arrivals.</summary>
    internal void Answered(int arrivals, long receivers)
    {
        lock (_gate)
        {
            _isSilent = receivers == 0 && (arrivals == _arrivals || _isSilent);
        }
    }
}
