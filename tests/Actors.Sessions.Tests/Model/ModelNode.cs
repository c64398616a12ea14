using Actors.Live;
using Actors.Log;
using Actors.Sessions.Feeds;
using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Tests.Model;

/// <summary>One node: its feeds, its pages, and what the bus has brought it.</summary>
internal sealed class ModelNode(World world)
{
    private readonly Dictionary<int, FeedState> _feeds = [];
    private readonly HashSet<int> _waiting = [];
    private readonly Dictionary<int, LogBatch> _read = [];

    /// <summary>Windows of at most three events, so that sessions fall behind them.</summary>
    private readonly WindowLimits _limits = new(int.MaxValue, 3, long.MaxValue);

    public List<object> Inbox { get; } = [];

    public PageCache Pages { get; } = new(4_000);

    /// <summary>The window of a channel; null while the node's head is not certain.</summary>
    public ChannelWindow? Window(string channel)
    {
        var shard = world.ShardOf(channel);
        if (!_feeds.TryGetValue(shard.Number, out var feed))
        {
            _feeds.Add(shard.Number, feed = new FeedState(shard.Number, shard.Point, _limits));
            feed.BeginScan();
        }

        return !feed.IsCertain ? null : feed.TryGetWindow(channel, out var window) ? window : feed.Open(channel);
    }

    public void WantHead(ChannelWindow window) => _feeds[window.Head.Shard].BeginScan();

    /// <summary>A message of the bus: maybe not the oldest, maybe again, maybe never.</summary>
    public void TakeMessage()
    {
        if (Inbox.Count == 0)
        {
            return;
        }

        var at = world.IsCalm ? 0 : world.Chance.Next(Math.Min(Inbox.Count, 5));
        var message = Inbox[at];
        if (!world.IsWild(0.1))
        {
            Inbox.RemoveAt(at);
        }

        if (world.IsWild(0.15))
        {
            return;
        }

        var shard = message is Frame frame ? frame.Shard : ((Digest)message).Shard;
        if (_feeds.TryGetValue(shard, out var feed))
        {
            var need = message is Frame f ? feed.OnFrame(f) : feed.OnDigest((Digest)message);
            if (need == FeedNeed.Wait)
            {
                _waiting.Add(shard);
            }
        }
    }

    /// <summary>Scans go on by a few records, waits end.</summary>
    public void Step()
    {
        foreach (var (number, feed) in _feeds)
        {
            if (_waiting.Contains(number) && !world.IsWild(0.7))
            {
                _waiting.Remove(number);
                feed.OnWaited();
            }

            if (feed.IsScanning)
            {
                Scan(world.Shards[number], feed);
            }

            feed.Moved.Clear();
        }
    }

    private void Scan(ModelShard shard, FeedState feed)
    {
        try
        {
            // A reading takes a while: digests may be faster.
            if (!_read.Remove(shard.Number, out var batch))
            {
                _read.Add(shard.Number, shard.Read(feed.Head.Position + 1, world.Chance.Next(1, 4)));
                return;
            }

            feed.OnRecords(batch);
            if (batch.Next == batch.From)
            {
                feed.ScanEnded();
                feed.Forget(shard.First);
            }
        }
        catch (OffsetOutOfRangeException)
        {
            feed.BeginAgain(shard.Point);
        }
    }
}
