namespace Actors.Contracts.Events;

/// <summary>Result of <c>connection.status.change</c>.</summary>
public sealed record ConnectionStatusResult
{
    /// <summary>
    /// <c>connected</c> (the first event of a stream), <c>degraded</c> (events may come late: log or bus is down),
    /// <c>recovered</c>, <c>expiring</c> (the token ends soon), <c>closing</c> (the node leaves, or the token has ended).
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The node that serves the stream.</summary>
    public string? Node { get; init; }

    /// <summary>The id of this connection, for logs and support.</summary>
    public string? Session { get; init; }

    /// <summary>With <c>connected</c>: true when the stream goes on from the client's cursor.</summary>
    public bool? Resumed { get; init; }

    /// <summary>With <c>connected</c>: where the stream begins: <c>now</c>, <c>earliest</c>, <c>replay</c> or <c>cursor</c>.</summary>
    public string? From { get; init; }

    /// <summary>With <c>connected</c>: the channels that the stream carries.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Why the status changed, for programs: lower-case words joined by underscores.</summary>
    public string? Reason { get; init; }

    /// <summary>With <c>expiring</c>: seconds until the stream closes.</summary>
    public int? SecondsLeft { get; init; }
}
