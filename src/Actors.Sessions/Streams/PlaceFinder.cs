using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary>Finds where a session begins in a channel whose window it has.</summary>
internal static class PlaceFinder
{
    /// <summary>The position where no question to the log is needed: live from now, and cursors within the node's certainty.</summary>
    /// <param name="start">Where the request begins.</param>
    /// <param name="window">The channel's window.</param>
    /// <param name="end">The last offset of the shard when the request came.</param>
    /// <param name="position">The position.</param>
    public static bool TryFind(StartPoint start, ChannelWindow window, long end, out long position)
    {
        if (start.TryGet(window.Hash, out position))
        {
            return position <= window.Position;
        }

        position = end;
        return start.IsNow;
    }

    /// <summary>The position, with the log's help.</summary>
    public static async Task<PlaceFound> FindAsync(StreamEnvironment env, StartPoint start, int place, ChannelWindow window, CancellationToken ct)
    {
        if (start.TryGet(window.Hash, out var position))
        {
            // A node may be behind the one that gave the cursor, but no cursor stands past the log's end.
            var end = (await env.Log.BoundsAsync(window.Head.Shard, ct)).Next;
            return position < end
                ? new PlaceFound(place, window, position, null)
                : new PlaceFound(place, window, window.Position, ResetReason.Ahead);
        }

        if (start.Earliest)
        {
            var first = (await env.Log.BoundsAsync(window.Head.Shard, ct)).First;
            return new PlaceFound(place, window, first - 1, null);
        }

        var history = new ChannelHistory(env.Pages, env.Log, env.Options.ReplayScanLimit);
        return new PlaceFound(place, window, await history.FindLastAsync(window, start.Last, ct), null);
    }
}
