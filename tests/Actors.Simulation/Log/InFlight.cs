using Actors.Log;

namespace Actors.Simulation.Log;

/// <summary>An append between a node and the log.</summary>
public sealed class InFlight(LogRecord record)
{
    /// <summary>The record.</summary>
    public LogRecord Record { get; } = record;

    /// <summary>The writer's wait.</summary>
    public TaskCompletionSource<long> Acknowledged { get; } = new();
}
