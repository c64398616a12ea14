using Actors.Sessions.Replay;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Streams;

/// <summary>Collects the events of one long poll.</summary>
/// <param name="maxEvents">The most events of one answer.</param>
internal sealed class PollSink(int maxEvents) : EventSink
{
    /// <summary>With so many bytes an answer is full, however few its events are: it is held in memory until the client has taken it.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _events = [];
    private long _bytes;

    public override bool TakesRuns => false;

    public IReadOnlyList<ReadOnlyMemory<byte>> Events => _events;

    public bool IsFull => _events.Count >= maxEvents || _bytes >= MaxBytes;

    public override bool TryTake(string type, ReadOnlySpan<byte> id, ReadOnlyMemory<byte> lines) => TryAdd(SseLines.PayloadOf(lines));

    public override bool TryTake(ReadOnlySpan<byte> id, WireEvent item) => TryAdd(item.IsBare ? item.Body : SseLines.PayloadOf(item.Body));

    public override int TakeRun(PageRun run, int first) => throw new NotSupportedException("A poll takes one event at a time.");

    /// <summary>Adds an event of the stream's own.</summary>
    public void AddOwn(byte[] payload) => _events.Add(payload);

    private bool TryAdd(ReadOnlyMemory<byte> payload)
    {
        if (IsFull)
        {
            return false;
        }

        _events.Add(payload);
        _bytes += SseLines.DataLength(payload.Length);
        Taken++;
        return true;
    }
}
