using Actors.Log;

namespace Actors.Sessions.Replay;

/// <summary>
/// What an index has said of a place that is far behind: where its channel's next events stand, and how far that holds. A place
/// with a trail passes over the records between them without reading these. Immutable but for how far it was followed.
/// </summary>
internal sealed class ReplayTrail
{
    private readonly IReadOnlyList<long> _offsets;
    private readonly long _through;
    private int _next;

    private ReplayTrail(IReadOnlyList<long> offsets, long through) => (_offsets, _through) = (offsets, through);

    /// <summary>Where reading may begin early: the pages of the first events.</summary>
    public IEnumerable<long> First(int count) => _offsets.Take(count);

    /// <summary>A trail from an index's answer.</summary>
    /// <param name="places">The answer.</param>
    /// <param name="after">What was asked for.</param>
    /// <param name="rest">When the index knows nothing: how many records are read before it is asked again.</param>
    public static ReplayTrail From(ReplayPlaces places, long after, long rest) => places.Through > after
        ? new ReplayTrail(places.Offsets, places.Through)
        : Blind(after, rest);

    /// <summary>No index: the next <paramref name="rest"/> records are read.</summary>
    public static ReplayTrail Blind(long after, long rest) => new([], -1) { ReadsTo = after + rest };

    /// <summary>Up to here the records are read, because the index knows nothing of them; -1 where it does.</summary>
    public long ReadsTo { get; private init; } = -1;

    /// <summary>
    /// Moves a position up to where the next event stands, over records that are none of the channel's; never past the head.
    /// </summary>
    /// <returns>False when the trail ends at the position: what lies behind is not known.</returns>
    public bool TrySkip(ref long position, long head)
    {
        if (ReadsTo >= 0)
        {
            return position < ReadsTo;
        }

        while (_next < _offsets.Count && _offsets[_next] <= position)
        {
            _next++;
        }

        var to = _next < _offsets.Count ? _offsets[_next] - 1 : _through;
        position = Math.Max(position, Math.Min(to, head));
        return _next < _offsets.Count;
    }
}
