using System.Runtime.InteropServices;

namespace Actors.Live.Presence;

/// <summary>
/// Decides when somebody is there: from the first stream on, and until a grace after the last one has ended, so that a reload or
/// a time-out is no leaving. Pure state. Not thread-safe.
/// </summary>
internal sealed class PresenceTable(TimeSpan grace)
{
    private readonly Dictionary<(string Room, string User), Entry> _present = [];
    private readonly Queue<(DateTimeOffset Due, string Room, string User)> _leaving = new();

    /// <summary>A stream opens; true when its user has come by it.</summary>
    internal bool Enter(string room, string user)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_present, (room, user), out var wasThere);
        entry.Streams++;
        return !wasThere;
    }

    /// <summary>A stream ends.</summary>
    internal void Leave(string room, string user, DateTimeOffset now)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_present, (room, user));
        if (--entry.Streams == 0)
        {
            entry.LeftAt = now;
            _leaving.Enqueue((now + grace, room, user));
        }
    }

    /// <summary>Takes one user whose grace is over; false when there is none.</summary>
    internal bool TryTakeLeft(DateTimeOffset now, out (string Room, string User) left)
    {
        while (_leaving.TryPeek(out var next) && next.Due <= now)
        {
            _leaving.Dequeue();
            left = (next.Room, next.User);

            // Who came back and left again is further behind in the queue.
            if (_present.TryGetValue(left, out var entry) && entry.Streams == 0 && entry.LeftAt + grace <= now)
            {
                _present.Remove(left);
                return true;
            }
        }

        left = default;
        return false;
    }

    private struct Entry
    {
        public int Streams;
        public DateTimeOffset LeftAt;
    }
}
