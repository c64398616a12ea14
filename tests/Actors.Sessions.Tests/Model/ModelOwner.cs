using System.Globalization;
using System.Text;
using Actors.Live;
using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Sessions.Tests.Model;

/// <summary>A writer that believes that it owns a shard: it claims, appends, reads back, publishes. It may be wrong.</summary>
internal sealed class ModelOwner
{
    private readonly World _world;
    private readonly ModelShard _shard;
    private readonly Dictionary<string, long> _last = [];
    private readonly Dictionary<string, long> _digest = [];
    private readonly Queue<LogRecord> _flight = new();
    private ClaimFilter _filter = new();
    private long _claim = -1;
    private long _seq;
    private long _position = -1;
    private long _floor = -1;
    private long _digestTo = -1;

    public ModelOwner(World world, ModelShard shard)
    {
        (_world, _shard) = (world, shard);
        ClaimAgain();
    }

    /// <summary>True when another's claim has come behind its own.</summary>
    public bool HasStepped { get; private set; }

    /// <summary>What it had sent may land later, or never.</summary>
    public LogRecord[] InFlight => [.. _flight.Where(r => r.Kind != RecordKind.Claim)];

    private bool IsServing => _claim >= 0 && _position >= _claim;

    public void Emit(string channel, string type)
    {
        if (!IsServing || _flight.Count > 5)
        {
            return;
        }

        var text = _world.Next().ToString(CultureInfo.InvariantCulture);
        _flight.Enqueue(new LogRecord
        {
            Kind = RecordKind.Event,
            Stamp = _claim,
            Seq = _seq++,
            Channel = channel,
            Type = type,
            Value = Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"channel\":\"{channel}\",\"text\":\"{text}\"}}"),
        });
    }

    /// <summary>The log takes the next record; one may be lost or taken twice.</summary>
    public void Land()
    {
        if (!_flight.TryDequeue(out var record) || (_world.IsWild(0.02) && record.Kind != RecordKind.Claim))
        {
            return;
        }

        var offset = _shard.Append(record);
        if (record.Kind == RecordKind.Claim)
        {
            (_claim, _seq, _filter) = (offset, 0, new ClaimFilter(_shard.Point.Claims));
            (_position, _floor, _digestTo) = (_shard.Point.At, _shard.Point.At, offset);
            _last.Clear();
            _digest.Clear();
        }
        else if (_world.IsWild(0.01))
        {
            _shard.Append(record);
        }
    }

    public void ReadBack()
    {
        if (_claim < 0 || _position + 1 >= _shard.Log.Count)
        {
            return;
        }

        var (offset, record) = (_position + 1, _shard.Log[(int)_position + 1]);
        _position = offset;
        var valid = _filter.Accept(offset, record);
        if (record.Kind == RecordKind.Claim && offset > _claim)
        {
            HasStepped = true;
            return;
        }

        if (valid && record.Kind == RecordKind.Event)
        {
            var before = _last.GetValueOrDefault(record.Channel, _floor);
            _last[record.Channel] = offset;
            if (offset > _claim)
            {
                _digest[record.Channel] = offset;
                _world.Publish(new Frame { Shard = _shard.Number, Channel = record.Channel, Offset = offset, Previous = before, Type = record.Type, Payload = record.Value });
            }
        }

        if (offset > _claim && _filter.Claim < 0)
        {
            Doubt();
        }
    }

    public void Digest()
    {
        if (!IsServing || _filter.Claim != _claim || _position < _digestTo || (_position == _digestTo && _world.Chance.Next(5) > 0))
        {
            return;
        }

        _world.Publish(new Digest
        {
            Shard = _shard.Number,
            From = _digestTo,
            To = _position,
            Claim = _claim,
            NextSeq = _filter.NextSeq,
            LastValid = _filter.LastValid,
            Answered = -1,
            Channels = [.. _digest.Select(d => new ChannelMark(d.Key, d.Value))],
        });
        _digestTo = _position;
        _digest.Clear();
    }

    public void Point()
    {
        if (IsServing && _filter.Claim == _claim)
        {
            _shard.Point = new RecoveryPoint(_position, _filter.Capture(), -1, World.LogId);
        }
    }

    /// <summary>An append failed or timed out: what is in flight may land later. It claims again.</summary>
    public void Doubt()
    {
        _world.Limbo(_shard, InFlight);
        ClaimAgain();
    }

    private void ClaimAgain()
    {
        _flight.Clear();
        _claim = -1;
        _flight.Enqueue(new LogRecord { Kind = RecordKind.Claim });
    }
}
