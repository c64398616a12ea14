using System.Diagnostics.CodeAnalysis;

namespace Actors.Sessions.Replay;

/// <summary>
/// The pages that sessions have read lately, the least recently used dropped first. A page serves any position within it, so
/// that sessions which begin at different places soon go side by side. Thread-safe; a look-up is a binary search.
/// </summary>
/// <param name="maxBytes">The most bytes of all pages.</param>
internal sealed class PageCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SortedList<long, LinkedListNode<ReplayPage>>> _shards = [];
    private readonly LinkedList<ReplayPage> _used = new();
    private long _bytes;

    /// <summary>About how much memory the pages take.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The page that holds an offset.</summary>
    public bool TryGet(int shard, long offset, [NotNullWhen(true)] out ReplayPage? page)
    {
        lock (_gate)
        {
            page = null;
            if (!_shards.TryGetValue(shard, out var pages) || Floor(pages, offset) is not (>= 0 and var at))
            {
                return false;
            }

            var node = pages.Values[at];
            if (node.Value.Next <= offset)
            {
                return false;
            }

            _used.Remove(node);
            _used.AddFirst(node);
            page = node.Value;
            return true;
        }
    }

    /// <summary>Keeps a page. One that begins at the same place and is shorter gives way.</summary>
    public void Add(ReplayPage page)
    {
        if (page.Next <= page.From)
        {
            return;
        }

        lock (_gate)
        {
            if (!_shards.TryGetValue(page.Shard, out var pages))
            {
                _shards.Add(page.Shard, pages = []);
            }

            if (pages.TryGetValue(page.From, out var present))
            {
                if (present.Value.Next >= page.Next)
                {
                    return;
                }

                Remove(present);
            }

            pages.Add(page.From, _used.AddFirst(page));
            _bytes += page.Bytes;
            while (_bytes > maxBytes && _used.Count > 1)
            {
                Remove(_used.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<ReplayPage> node)
    {
        _shards[node.Value.Shard].Remove(node.Value.From);
        _used.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private static int Floor(SortedList<long, LinkedListNode<ReplayPage>> pages, long offset)
    {
        var (low, high) = (0, pages.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = pages.Keys[middle] > offset ? (low, middle) : (middle + 1, high);
        }

        return low - 1;
    }
}
