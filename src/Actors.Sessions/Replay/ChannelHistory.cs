using Actors.Log;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Replay;

/// <summary>Finds where a channel's last events begin, by reading the shard backwards in steps.</summary>
/// <param name="pages">Where pages come from.</param>
/// <param name="log">For the shard's bounds.</param>
/// <param name="scanLimit">How many record positions it looks back at most.</param>
internal sealed class ChannelHistory(PageReader pages, IDurableLog log, long scanLimit)
{
    private const long Step = 1024;

    /// <summary>
    /// The position behind which the channel's last <paramref name="count"/> events up to the window's position stand, or all
    /// there are within the scan limit.
    /// </summary>
    public async Task<long> FindLastAsync(ChannelWindow window, int count, CancellationToken ct)
    {
        var end = window.Position;
        if (count <= 0)
        {
            return end;
        }

        if (window.TryLast(count, out var position))
        {
            return position;
        }

        var view = window.Head.View;
        count -= window.CountBehind(view.Position);
        var bounds = await log.BoundsAsync(window.Head.Shard, ct);
        var first = Math.Max(bounds.First, view.Position - scanLimit);
        List<long> found = [];
        for (var (from, to) = (Aligned(view.Position), view.Position + 1); to > first; (from, to) = (from - Step, from))
        {
            var step = await OffsetsAsync(window.Channel, view, Math.Max(from, first), to, ct);
            found.InsertRange(0, step);
            if (found.Count >= count)
            {
                return found[^count] - 1;
            }
        }

        return first - 1;
    }

    private async Task<List<long>> OffsetsAsync(string channel, HeadView view, long from, long to, CancellationToken ct)
    {
        List<long> offsets = [];
        while (from < to)
        {
            ct.ThrowIfCancellationRequested();
            var page = await pages.ReadAsync(from, view);
            page.CollectOffsets(channel, from, to, offsets);
            from = page.Next;
        }

        return offsets;
    }

    private static long Aligned(long position) => position - (position % Step);
}
