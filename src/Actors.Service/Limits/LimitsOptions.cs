using System.ComponentModel.DataAnnotations;
using Actors.Service.Identity;

namespace Actors.Service.Limits;

/// <summary>Section <c>Limits</c>: what a client may ask of a node.</summary>
internal sealed record LimitsOptions
{
    /// <summary>The largest request body, in bytes; more is answered 413. Default 1 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public long MaxRequestBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The most streams and long polls that one user may have, in the whole cluster where Redis counts them, else at this node.
    /// Default 100; in development, where anyone may say that they are anyone, as many as the node takes.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxConnectionsPerUser { get; init; }

    /// <summary>The most streams and long polls at this node. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxConnections { get; init; } = 50_000;

    /// <summary>The most jobs that one user may have open; more are answered 429. Default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxOpenJobsPerUser { get; init; } = 1000;

    /// <summary>How many POSTs a user may make a second over time; more are answered 429. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecondPerUser { get; init; } = 10_000;

    /// <summary>How many POSTs a user may make at once beyond that rate. Default 20,000.</summary>
    [Range(1, 10_000_000)]
    public int RequestBurstPerUser { get; init; } = 20_000;

    /// <summary>How many commands of this node may wait in a shard; beyond it this node's POSTs for the shard are answered 503. Default 10,000.</summary>
    [Range(1, 100_000_000)]
    public int MaxPendingCommands { get; init; } = 10_000;

    /// <summary>How long a long poll may wait for its first event. Default 25 s: below the 30 s at which many proxies give up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan MaxPollWait { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The limits with what their defaults depend on.</summary>
    public LimitsOptions For(AuthMode mode) => this with
    {
        MaxConnectionsPerUser = MaxConnectionsPerUser ?? (mode == AuthMode.Development ? MaxConnections : 100),
    };
}
