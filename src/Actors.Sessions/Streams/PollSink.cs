using Actors.Sessions.Replay;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Streams;

/// <summary>Collects the events of one long poll.</summary>
/// <param name="maxEvents">The most events of one answer.</param>
internal sealed class PollSink(int maxEvents) : EventSink
{
    private readonly List<ReadOnlyMemory<byte>> _events = [];

    public override bool TakesRuns => false;

    public IReadOnlyList<ReadOnlyMemory<byte>> Events => _events;

    public bool IsFull => _events.Count >= maxEvents;

    public override bool TryTake(string type, ReadOnlySpan<byte> id, ReadOnlyMemory<byte> lines)
    {
        if (IsFull)
        {
            return false;
        }

        _events.Add(SseLines.PayloadOf(lines));
        Taken++;
        return true;
    }

    public override int TakeRun(PageRun run, int first) => throw new NotSupportedException("A poll takes one event at a time.");

    /// <summary>Adds an event of the stream's own.</summary>
    public void AddOwn(byte[] payload) => _events.Add(payload);
}
