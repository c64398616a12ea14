using Actors.Log.Claims;

namespace Actors.Sessions.Windows;

/// <summary>A shard's head on this node: written by its feed, read by every session.</summary>
internal sealed class FeedHead(HeadView view)
{
    private HeadView _view = view;

    public FeedHead(int shard, long position, ClaimState claims)
        : this(new HeadView(shard, 0, position, new ClaimFilter(claims)))
    {
    }

    public int Shard => View.Shard;

    public HeadView View => Volatile.Read(ref _view);

    public long Position => View.Position;

    public void Publish(HeadView view) => Volatile.Write(ref _view, view);
}
