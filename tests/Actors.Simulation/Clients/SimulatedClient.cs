using System.Text;
using System.Text.Json;
using Actors.Contracts.Channels;
using Actors.Contracts.Cursors;
using Actors.Log;
using Actors.Sessions;
using Actors.Simulation.Cluster;
using Actors.Simulation.Oracle;

namespace Actors.Simulation.Clients;

/// <summary>
/// A browser: hears some channels, reads as it likes, loses its connection and comes back with the last id that it got, to
/// any node. It knows the truth and holds what it hears against it: every valid event behind its start, once, in order, and
/// no cursor that stands past an event it did not get.
/// </summary>
public sealed class SimulatedClient(SimulatedCluster cluster, string name, IReadOnlyList<string> channels, bool fromEarliest)
{
    private readonly Dictionary<string, long> _from = [];
    private readonly Dictionary<string, List<string>> _seen = [];
    private SseConnection? _connection;
    private string? _cursor;

    /// <summary>The node that serves it; null while it is not connected.</summary>
    public SimulatedNode? Node { get; private set; }

    /// <summary>How many events it got.</summary>
    public int Received { get; private set; }

    /// <summary>How often it was told that its position could not be honoured.</summary>
    public int Resets { get; private set; }

    /// <summary>True while its stream is open.</summary>
    public bool IsConnected => _connection is { Ended.IsCompleted: false };

    /// <summary>Connects, or breaks the connection and connects again.</summary>
    public void Connect(SimulatedNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        Leave();
        if (_cursor is null)
        {
            _from.Clear();
            _seen.Clear();
        }

        Node = node;
        _connection = new SseConnection(node.Hub, new SessionRequest
        {
            Channels = [.. channels.Select(ChannelName.Parse)],
            Cursor = _cursor,
            FromEarliest = fromEarliest,
        });
    }

    /// <summary>The connection breaks; what was not read is lost.</summary>
    public void Leave()
    {
        _connection?.Dispose();
        (_connection, Node) = (null, null);
    }

    /// <summary>Takes at most so many bytes.</summary>
    /// <exception cref="Violation">What it got is not the truth.</exception>
    public int Read(int most = int.MaxValue) => _connection?.Read(most, Dispatch) ?? 0;

    /// <summary>What must hold in the end: it got everything.</summary>
    /// <exception cref="Violation">It did not.</exception>
    public void CheckComplete()
    {
        foreach (var channel in channels)
        {
            var truth = Truth(channel);
            if (Skipped(channel, truth) + Seen(channel).Count != truth.Count)
            {
                throw new Violation($"client {name} got {Seen(channel).Count} of {truth.Count} events of {channel}");
            }
        }
    }

    private void Dispatch(SseBlock block)
    {
        if (block.Data is { Length: > 2 } data)
        {
            using var json = JsonDocument.Parse(data);
            var type = json.RootElement.GetProperty("type").GetString();
            if (type == "reset")
            {
                OnReset(json.RootElement.GetProperty("result"), block.Id);
                return;
            }

            if (type is not ("connection.status.change" or "caught_up"))
            {
                OnEvent(json.RootElement.GetProperty("channel").GetString()!, data);
            }
        }

        if (block.Id is { } id)
        {
            OnId(id);
        }
    }

    private void OnEvent(string channel, string data)
    {
        Received++;
        Require(channels.Contains(channel), $"client {name} got an event of {channel}, which it does not hear");
        Require(_from.ContainsKey(channel) || fromEarliest, $"client {name} got an event of {channel} before it knew its place");
        var seen = Seen(channel);
        seen.Add(data);
        var truth = Truth(channel);
        var index = Skipped(channel, truth) + seen.Count - 1;
        Require(
            index < truth.Count && Text(truth[index]) == data,
            $"client {name} got {data} as event {index} of {channel} from {_from.GetValueOrDefault(channel, -1)}, where the log has {(index < truth.Count ? Text(truth[index]) : "nothing")}");
    }

    private void OnId(string id)
    {
        _cursor = id;
        Require(Cursor.TryDecode(id, out var cursor, out var fault), $"client {name} got an id that is no cursor: {fault}");
        foreach (var channel in channels)
        {
            if (!cursor!.TryGet(channel, out var position))
            {
                continue;
            }

            if (!_from.ContainsKey(channel))
            {
                _from[channel] = fromEarliest ? -1 : position;
            }

            var truth = Truth(channel);
            var past = truth.Count(entry => entry.Offset <= position);
            Require(
                past <= Skipped(channel, truth) + Seen(channel).Count,
                $"client {name} has a cursor at {position} of {channel}, past an event that it did not get");
        }
    }

    private void OnReset(JsonElement result, string? id)
    {
        Resets++;
        Require(id is not null, "a reset carries no cursor");
        foreach (var channel in channels)
        {
            if (!result.TryGetProperty("channel", out var named) || named.GetString() is not { } only || only == channel)
            {
                _from.Remove(channel);
                _seen.Remove(channel);
                Cursor.TryDecode(id, out var cursor, out _);
                if (cursor!.TryGet(channel, out var position))
                {
                    _from[channel] = position;
                }
            }
        }

        OnId(id!);
    }

    private List<string> Seen(string channel)
    {
        if (!_seen.TryGetValue(channel, out var seen))
        {
            _seen.Add(channel, seen = []);
        }

        return seen;
    }

    private List<LogEntry> Truth(string channel)
    {
        var from = _from.GetValueOrDefault(channel, -1);
        return ValidRecords.Of(cluster.Log.ShardOf(channel).Entries).FindAll(entry =>
            entry.Record.Kind == RecordKind.Event && entry.Record.Channel == channel && entry.Offset > from);
    }

    // Who begins with the oldest event begins behind what retention has removed.
    private int Skipped(string channel, List<LogEntry> truth)
    {
        if (!fromEarliest || _from.GetValueOrDefault(channel, -1) >= 0)
        {
            return 0;
        }

        // Its cursor stands behind what is gone before it has got an event.
        var first = Seen(channel) is [var oldest, ..]
            ? truth.FindIndex(entry => Text(entry) == oldest)
            : truth.Count(entry => entry.Offset < cluster.Log.ShardOf(channel).First);
        Require(
            first >= 0 && truth.Take(first).All(entry => entry.Offset < cluster.Log.ShardOf(channel).First),
            $"client {name} began behind the oldest event of {channel}");
        return first;
    }

    private static string Text(LogEntry entry) => Encoding.UTF8.GetString(entry.Record.Value.Span);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Violation(otherwise);
        }
    }
}
