using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Actors.Bench.Bare;

/// <summary>All events of one channel, and a bounded queue for each of its listeners.</summary>
internal sealed class BareChannel
{
    private const int QueueCapacity = 1024;

    private readonly Lock _lock = new();
    private readonly List<byte[]> _events = [];
    private readonly List<Channel<byte[]>> _queues = [];

    /// <summary>Encodes the event once and gives it to every listener. A listener whose queue is full is cut off.</summary>
    public void Publish(ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            var frame = Encode(_events.Count, payload);
            _events.Add(frame);
            foreach (var queue in _queues)
            {
                if (!queue.Writer.TryWrite(frame)) queue.Writer.TryComplete();
            }
        }
    }

    /// <summary>Adds a listener that gets everything from now on.</summary>
    /// <param name="from">The first event that it wants.</param>
    /// <param name="replay">The events from there until now.</param>
    public Channel<byte[]> Subscribe(int from, out byte[][] replay)
    {
        var queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
        lock (_lock)
        {
            replay = from >= _events.Count ? [] : _events[from..].ToArray();
            _queues.Add(queue);
        }
        return queue;
    }

    /// <summary>Takes a listener away.</summary>
    public void Unsubscribe(Channel<byte[]> queue)
    {
        lock (_lock) _queues.Remove(queue);
    }

    private static byte[] Encode(int id, ReadOnlySpan<byte> payload)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\ndata: "));
        var frame = new byte[head.Length + payload.Length + 2];
        head.CopyTo(frame, 0);
        payload.CopyTo(frame.AsSpan(head.Length));
        frame.AsSpan(frame.Length - 2).Fill((byte)'\n');
        return frame;
    }
}
