using System.Diagnostics.CodeAnalysis;
using Actors.Shards.State;

namespace Actors.Shards.Points;

/// <summary>
/// A recovery point while it is made: the state where it began, and the jobs that were open then and have no snapshot yet.
/// Not thread-safe.
/// </summary>
internal sealed class PointRound(long at, ReadOnlyMemory<byte> value, IEnumerable<JobState> open)
{
    private readonly Queue<JobState> _left = new(open);

    /// <summary>The recovery point: the position where the round began.</summary>
    internal long At { get; } = at;

    /// <summary>The value of the point record, with the state at <see cref="At"/>.</summary>
    internal ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>How many bytes of snapshots are on their way into the log and back.</summary>
    internal long InFlight { get; set; }

    /// <summary>True once the point record is appended, behind the last snapshot.</summary>
    internal bool IsAppended { get; set; }

    /// <summary>The next job that was open; it may have ended since.</summary>
    internal bool TryTake([NotNullWhen(true)] out JobState? job) => _left.TryDequeue(out job);
}
