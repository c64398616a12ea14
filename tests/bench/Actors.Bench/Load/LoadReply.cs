using Actors.Bench.Load.Jobs;

namespace Actors.Bench.Load;

/// <summary>What the load process knows after a command.</summary>
internal sealed record LoadReply
{
    /// <summary>What went wrong, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Streams that were told 200.</summary>
    public int Ready { get; init; }

    /// <summary>Streams that the server ended or refused.</summary>
    public int Disconnects { get; init; }

    /// <summary>What the first refused stream was told.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>Ticks of the monotonic clock at the first request of an open command.</summary>
    public long AskedAt { get; init; }

    /// <summary>How publishing went, after a publish command.</summary>
    public Published? Published { get; init; }

    /// <summary>What was seen of jobs, after waiting for them.</summary>
    public JobsSeen? Jobs { get; init; }

    /// <summary>Events delivered since the last clear.</summary>
    public long Deliveries { get; init; }

    /// <summary>Events delivered to the listeners that are set apart.</summary>
    public long DeliveriesApart { get; init; }

    /// <summary>Events that never came, or came behind a later one.</summary>
    public long Missing { get; init; }

    /// <summary>Events that came twice or late.</summary>
    public long RepeatedOrLate { get; init; }

    /// <summary>Events of another channel.</summary>
    public long Foreign { get; init; }

    /// <summary>Ticks at the first delivery.</summary>
    public long FirstAt { get; init; }

    /// <summary>Ticks at the last delivery.</summary>
    public long LastAt { get; init; }

    /// <summary>From due time to arrival, in milliseconds.</summary>
    public double P50 { get; init; }

    /// <inheritdoc cref="P50"/>
    public double P90 { get; init; }

    /// <inheritdoc cref="P50"/>
    public double P99 { get; init; }

    /// <inheritdoc cref="P50"/>
    public double Max { get; init; }

    /// <summary>CPU seconds that the load process itself has used.</summary>
    public double Cpu { get; init; }
}
