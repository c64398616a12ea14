using System.Text.Json;
using Actors.Contracts.Channels;
using Actors.Contracts.Commands;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Sessions;
using Actors.Shards;
using Actors.Simulation.Bus;
using Actors.Simulation.Log;
using Actors.Simulation.Oracle;

namespace Actors.Simulation.Cluster;

/// <summary>Nodes over one simulated log and bus, on one thread in virtual time.</summary>
public sealed class SimulatedCluster
{
    private readonly SeededIds _ids;
    private readonly ShardsOptions _options;
    private readonly int _seed;

    /// <summary>A cluster without nodes.</summary>
    /// <param name="seed">One seed is one run.</param>
    /// <param name="shards">How many shards its log has.</param>
    /// <param name="isAutomatic">True when appends and frames get through by themselves; false when somebody decides.</param>
    /// <param name="options">The options of its nodes.</param>
    public SimulatedCluster(int seed, int shards = 1, bool isAutomatic = true, ShardsOptions? options = null)
    {
        (_seed, IsAutomatic, _options) = (seed, isAutomatic, options ?? new ShardsOptions());
        Dispatcher = new DeterministicDispatcher(seed);
        Log = new SimulatedLog(shards, Dispatcher.Time);
        Bus = new SimulatedBus();
        Truth = new BusOracle(Log, Bus);
        _ids = new SeededIds(seed ^ 0x5eed);
    }

    /// <summary>Runs everything.</summary>
    public DeterministicDispatcher Dispatcher { get; }

    /// <summary>The log.</summary>
    public SimulatedLog Log { get; }

    /// <summary>The bus.</summary>
    public SimulatedBus Bus { get; }

    /// <summary>Holds what is sent on the bus against the log.</summary>
    public BusOracle Truth { get; }

    /// <summary>True when appends and frames get through by themselves.</summary>
    public bool IsAutomatic { get; }

    /// <summary>How the nodes' streams work.</summary>
    public SessionOptions Sessions { get; init; } = new();

    /// <summary>All nodes that were started.</summary>
    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>Errors that actors logged.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Called with each node that was started.</summary>
    public event Action<SimulatedNode>? Started;

    /// <summary>Starts a node.</summary>
    public SimulatedNode Start(string? name = null)
    {
        var node = new SimulatedNode(this, name ?? $"n{Nodes.Count}", unchecked((_seed * 31) + Nodes.Count), _options);
        Nodes.Add(node);
        Started?.Invoke(node);
        return node;
    }

    /// <summary>Submits a job and returns its id.</summary>
    public string SubmitJob(string channel, string kind = "text", string? id = null)
    {
        id ??= JobId.Create(Log.ShardOf(channel).Number, _ids.Next()).Value;
        Submit(new CommandBody
        {
            Type = CommandTypes.SubmitJob,
            User = "u",
            Channel = channel,
            JobId = id,
            Kind = kind,
            Input = JsonElement.Parse("""{"prompt":"p"}"""),
        });
        return id;
    }

    /// <summary>Asks a job to stop.</summary>
    public LogPosition CancelJob(string channel, string id) =>
        Submit(new CommandBody { Type = CommandTypes.CancelJob, User = "u", Channel = channel, JobId = id });

    /// <summary>A command of another type.</summary>
    public LogPosition Say(string channel, string type) =>
        Submit(new CommandBody { Type = type, User = "u", Channel = channel });

    /// <summary>Publishes events.</summary>
    public LogPosition Publish(string channel, params string[] events) =>
        Submit(new CommandBody
        {
            Type = CommandTypes.PublishEvents,
            User = "u",
            Channel = channel,
            Events = [.. events.Select(json => JsonElement.Parse(json))],
        });

    /// <summary>Appends a command.</summary>
    public LogPosition Submit(CommandBody body) => Submit(body.Channel, JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.CommandBody));

    /// <summary>Appends bytes as a command.</summary>
    public LogPosition Submit(string channel, byte[] value) =>
        Log.Submit(new LogRecord { Kind = RecordKind.Command, Channel = channel, Value = value });

    /// <summary>A channel of a shard.</summary>
    public string Channel(int number, int shard = 0)
    {
        for (var i = 0; ; i++)
        {
            var name = $"channel:c{number}.{i}";
            if (ChannelName.Parse(name).ShardOf(Log.Shards.Count) == shard)
            {
                return name;
            }
        }
    }

    internal void Logged(LogEvent line)
    {
        if (line is Error)
        {
            Errors.Add(line.ToString());
        }
    }
}
