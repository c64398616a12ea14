using System.Text;
using Actors.Contracts.Cursors;
using Actors.Log;
using Actors.Sessions.Replay;
using Actors.Sessions.Streams;
using Actors.Sessions.Tests.Support;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Tests.Model;

/// <summary>A client with its session: channels, a filter, what it has seen, and the oracle's view of it.</summary>
internal sealed class ModelClient(World world, string[] channels, string? type, bool named)
{
    private readonly Dictionary<string, long> _from = [];
    private readonly Dictionary<string, List<string>> _seen = channels.ToDictionary(c => c, _ => new List<string>());
    private readonly EventFilter? _filter = type is null ? null : new EventFilter([type], null);
    private string _cursor = string.Empty;
    private ModelNode? _node;
    private SessionMerge _merge = null!;
    private SseSink _sink = null!;
    private SseClient _wire = null!;
    private int _read;

    public ModelNode? Node => _node;

    public void Connect(ModelNode node)
    {
        if (_cursor.Length == 0)
        {
            // A start that the client never heard of is forgotten.
            _from.Clear();
            foreach (var seen in _seen.Values)
            {
                seen.Clear();
            }
        }

        (_node, _read, _wire) = (node, 0, new SseClient());
        _merge = new SessionMerge(World.LogId, channels.Length, _filter, new ReplaySource(node.Pages, ScanLimit: world.Chance.Next(8)));
        _sink = new SseSink(_wire.Output, 200 + world.Chance.Next(300), named);
    }

    public void Disconnect() => _node = null;

    /// <summary>The session writes a slice, if it has its places and the client has taken the last one.</summary>
    public void Write()
    {
        if (_node is null || !Open() || _sink.HasUnflushed)
        {
            return;
        }

        _sink.WriteRest();
        var liveTime = 0L;
        while (!_sink.IsMidEvent && _merge.Fill(_sink, ref liveTime) is not (MergeStep.Idle or MergeStep.Full))
        {
            Serve(_merge.Place);
        }

        for (var i = 0; i < channels.Length; i++)
        {
            _merge[i].State = PlaceState.Ready;
        }

        if (!_sink.IsMidEvent && world.Chance.Next(10) == 0)
        {
            Own("checkpoint", []);
        }
    }

    /// <summary>The client takes some of the bytes on the wire.</summary>
    public void Receive(int most)
    {
        if (_node is null)
        {
            return;
        }

        if (_sink.HasUnflushed)
        {
            _sink.FlushAsync().IsCompletedSuccessfully.ShouldBeTrue();
        }

        _wire.Read(most);
        for (; _read < _wire.Events.Count; _read++)
        {
            See(_wire.Events[_read]);
        }
    }

    /// <summary>The reader sees every valid event once, in order, and its cursor stands past no event that it has not seen.</summary>
    public void Check(bool whole)
    {
        foreach (var channel in channels.Where(_from.ContainsKey))
        {
            var want = world.ShardOf(channel).Valid()
                .Where(e => e.Record.Channel == channel && e.Offset > _from[channel] && _filter?.Wants(e.Record.Type, null) != false)
                .Select(e => (e.Offset, Text: Text(e.Record)))
                .ToList();
            var seen = _seen[channel];
            seen.ShouldBe(want.Take(seen.Count).Select(e => e.Text), $"{channel} from {_from[channel]}");
            if (whole)
            {
                seen.Count.ShouldBe(want.Count, $"{channel} incomplete from {_from[channel]}");
            }

            if (Cursor.TryDecode(_cursor, out var cursor, out _) && cursor.TryGet(channel, out var position))
            {
                want.Where(e => e.Offset <= position).Select(e => e.Text).Except(seen).ShouldBeEmpty($"the cursor of {channel} stands at {position}");
            }
        }
    }

    private static string Text(LogRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    private bool Open()
    {
        Cursor.TryDecode(_cursor, out var cursor, out _);
        for (var i = 0; i < channels.Length; i++)
        {
            if (_merge[i].State != PlaceState.Opening)
            {
                continue;
            }

            if (_node!.Window(channels[i]) is not { } window)
            {
                return false;
            }

            var position = cursor?.TryGet(window.Hash, out var known) == true ? known : window.Position;
            _from.TryAdd(channels[i], position);
            _merge.Begin(i, window, position);
        }

        return true;
    }

    private void Serve(int at)
    {
        ref var place = ref _merge[at];
        var (window, from) = (place.Window!, place.Position + 1);
        if (place.State == PlaceState.Behind)
        {
            _node!.WantHead(window);
            return;
        }

        var shard = world.Shards[window.Head.Shard];
        if (place.State == PlaceState.Asking)
        {
            (place.Trail, place.State) = (Trail(shard, window.Channel, place.Position), PlaceState.Ready);
            return;
        }

        if (from < shard.First)
        {
            (place.Position, place.State) = (shard.First - 1, PlaceState.Ready);
            Own("reset", Encoding.UTF8.GetBytes($"{{\"type\":\"reset\",\"channel\":\"{window.Channel}\",\"position\":{place.Position}}}"));
            return;
        }

        _node!.Pages.Add(ReplayPage.Judge(shard.Read(from, world.Chance.Next(1, 5)), window.Head.View));
        place.State = PlaceState.Ready;
    }

    /// <summary>An index that has come so far and answers so much at a time.</summary>
    private ReplayTrail Trail(ModelShard shard, string channel, long after)
    {
        var (known, limit) = (world.Chance.Next(shard.Log.Count + 1) - 1L, world.Chance.Next(1, 4));
        var found = shard.Valid().Where(e => e.Record.Channel == channel && e.Offset > after && e.Offset <= known)
            .Select(e => e.Offset).Take(limit).ToList();
        return ReplayTrail.From(new ReplayPlaces(found, found.Count == limit ? found[^1] : Math.Max(after, known)), after, rest: world.Chance.Next(1, 5));
    }

    private void Own(string name, byte[] payload)
    {
        Span<byte> id = stackalloc byte[SseLines.MaxIdLength];
        _sink.WriteOwn(name, id[.._merge.WriteId(id)], payload);
    }

    private void See(SseEvent item)
    {
        if (item.Type != "checkpoint")
        {
            var body = System.Text.Json.JsonDocument.Parse(item.Data).RootElement;
            var channel = body.GetProperty("channel").GetString()!;
            item.Type.ShouldBe(named ? item.JsonType : "message");
            if (item.JsonType == "reset")
            {
                _seen[channel].Clear();
                _from[channel] = body.GetProperty("position").GetInt64();
            }
            else
            {
                _seen[channel].Add(item.Data);
            }
        }

        _cursor = item.Id;
        Check(whole: false);
    }
}
