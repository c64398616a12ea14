using Actors.Live;
using Actors.Log;
using Actors.Simulation.Bus;
using Actors.Simulation.Log;

namespace Actors.Simulation.Oracle;

/// <summary>Holds every frame and digest that is sent against the log, as it is then: a hint may be lost, but none may lie.</summary>
public sealed class BusOracle
{
    private readonly SimulatedLog _log;

    /// <summary>Listens to a bus.</summary>
    public BusOracle(SimulatedLog log, SimulatedBus bus)
    {
        _log = log;
        bus.FrameSent += Check;
        bus.DigestSent += Check;
    }

    /// <summary>How many frames and digests were checked.</summary>
    public int Checked { get; private set; }

    /// <summary>The first lie that was told; null while there is none.</summary>
    public string? Lie { get; private set; }

    private void Check(Frame frame)
    {
        Checked++;
        var entries = _log.Shards[frame.Shard].Entries;
        var ofChannel = Events(entries).Where(e => e.Record.Channel == frame.Channel).ToList();
        var own = ofChannel.Find(e => e.Offset == frame.Offset);
        if (own.Record is null || !own.Record.Value.Span.SequenceEqual(frame.Payload.Span))
        {
            Tell($"a frame of {frame.Channel} says {frame.Offset}, where the log has no such valid event");
        }
        else if (ofChannel.Exists(e => e.Offset > frame.Previous && e.Offset < frame.Offset) || frame.Previous >= frame.Offset)
        {
            Tell($"a frame of {frame.Channel} says that nothing lies between {frame.Previous} and {frame.Offset}");
        }
    }

    private void Check(Digest digest)
    {
        Checked++;
        var upTo = _log.Shards[digest.Shard].Entries.TakeWhile(e => e.Offset <= digest.To).ToList();
        var claims = upTo.Where(e => e.Record.Kind == RecordKind.Claim).ToList();
        var valid = ValidRecords.Of(upTo);
        var own = valid.Where(e => e.Record.Stamp == digest.Claim).ToList();
        var marks = Events(upTo)
            .Where(e => e.Offset > digest.From)
            .GroupBy(e => e.Record.Channel)
            .Select(g => (g.Key, g.Last().Offset))
            .ToHashSet();
        if (claims.Count == 0 || claims[^1].Offset != digest.Claim)
        {
            Tell($"a digest to {digest.To} says that claim {digest.Claim} is in force");
        }
        else if (digest.NextSeq != own.Count || digest.LastValid != (own.Count == 0 ? digest.Claim : own[^1].Offset))
        {
            Tell($"a digest to {digest.To} says {digest.NextSeq} and {digest.LastValid} of claim {digest.Claim}");
        }
        else if (!marks.SetEquals(digest.Channels.Select(mark => (mark.Channel, mark.Offset))))
        {
            Tell($"a digest from {digest.From} to {digest.To} names other channels than the log");
        }
    }

    private static List<LogEntry> Events(IReadOnlyList<LogEntry> entries) =>
        ValidRecords.Of(entries).FindAll(entry => entry.Record.Kind == RecordKind.Event);

    private void Tell(string lie) => Lie ??= lie;
}
