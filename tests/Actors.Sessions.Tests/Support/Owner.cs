using System.Text;
using Actors.Live;
using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Sessions.Tests.Support;

/// <summary>A shard's owner, as simple as can be: it claims, appends events, and publishes frames and digests when the test says so.</summary>
internal sealed class Owner : IDisposable
{
    private readonly MemoryLog _log;
    private readonly ILiveBus _bus;
    private readonly int _shard;
    private readonly IDisposable? _served;
    private readonly Dictionary<string, long> _last = [];
    private readonly Dictionary<string, long> _digest = [];
    private long _seq;
    private long _digestTo;

    public Owner(MemoryLog log, ILiveBus bus, int shard)
    {
        (_log, _bus, _shard) = (log, bus, shard);
        Claim = log.Append(shard, new LogRecord { Kind = RecordKind.Claim });
        (LastValid, _digestTo) = (Claim, Claim);
        _served = bus.ServeDigests(shard, Digest);
    }

    public long Claim { get; }

    public long LastValid { get; private set; }

    public static byte[] Payload(string type, string text) => Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"text\":\"{text}\"}}");

    /// <summary>Appends an event and publishes its frame.</summary>
    public long Emit(string channel, string text, string type = "chat", string? job = null)
    {
        var frame = Append(channel, text, type, job);
        _bus.Publish(frame);
        return frame.Offset;
    }

    /// <summary>Appends an event; its frame is the test's to publish or to lose.</summary>
    public Frame Append(string channel, string text, string type = "chat", string? job = null) => Append(channel, Payload(type, text), type, job);

    public Frame Append(string channel, byte[] payload, string type = "chat", string? job = null)
    {
        var offset = _log.Append(_shard, new LogRecord
        {
            Kind = RecordKind.Event,
            Stamp = Claim,
            Seq = _seq++,
            Channel = channel,
            Type = type,
            Job = job,
            Value = payload,
        });
        var previous = _last.GetValueOrDefault(channel, Claim);
        _last[channel] = _digest[channel] = LastValid = offset;
        return new Frame { Shard = _shard, Channel = channel, Offset = offset, Previous = previous, Type = type, Job = job, Payload = payload };
    }

    /// <summary>The present state.</summary>
    public RecoveryPoint State() => new(LastValid, new ClaimState(Claim, _seq, LastValid, []), -1, _log.LogId);

    /// <summary>Appends a recovery point of the present state, or of an earlier one, and makes it the shard's. Its offset.</summary>
    public long Point(RecoveryPoint? state = null)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(buffer, state ?? State());
        var offset = _log.Append(_shard, new LogRecord
        {
            Kind = RecordKind.Point,
            Stamp = Claim,
            Seq = _seq++,
            Value = buffer.WrittenMemory.ToArray(),
        });
        LastValid = offset;
        _log.SetPoint(_shard, offset);
        return offset;
    }

    public void Digest()
    {
        var to = _log.Records(_shard).Count - 1;
        var digest = new Digest
        {
            Shard = _shard,
            From = _digestTo,
            To = to,
            Claim = Claim,
            NextSeq = _seq,
            LastValid = LastValid,
            Answered = -1,
            Channels = [.. _digest.Select(d => new ChannelMark(d.Key, d.Value))],
        };
        (_digestTo, _) = (to, 0);
        _digest.Clear();
        _bus.Publish(digest);
    }

    public void Dispose() => _served?.Dispose();
}
