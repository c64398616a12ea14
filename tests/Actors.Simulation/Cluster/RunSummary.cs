using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Simulation.Oracle;

namespace Actors.Simulation.Cluster;

/// <summary>What happened in a run, or in many: to see that the runs do something.</summary>
/// <param name="Commands">Commands in the log.</param>
/// <param name="Claims">Claims in the log.</param>
/// <param name="Events">Valid events.</param>
/// <param name="Dead">Records that do not count.</param>
/// <param name="Ends">Jobs that ended.</param>
/// <param name="Points">Valid point records.</param>
/// <param name="Hints">Frames and digests that were checked.</param>
/// <param name="Received">Events that clients got.</param>
/// <param name="Resets">Times that a client's position could not be honoured.</param>
public readonly record struct RunSummary(int Commands, int Claims, int Events, int Dead, int Ends, int Points, int Hints, int Received, int Resets)
{
    /// <summary>The summary of a cluster.</summary>
    public static RunSummary Of(SimulatedCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var sum = new RunSummary { Hints = cluster.Truth.Checked };
        foreach (var shard in cluster.Log.Shards)
        {
            var valid = ValidRecords.Of(shard.Entries);
            var commands = shard.Entries.Count(e => e.Record.Kind == RecordKind.Command);
            var claims = shard.Entries.Count(e => e.Record.Kind == RecordKind.Claim);
            sum += new RunSummary(
                commands,
                claims,
                valid.Count(e => e.Record.Kind == RecordKind.Event),
                shard.Entries.Count - valid.Count - commands - claims,
                valid.Count(e => e.Record.Step.IsTerminal()),
                valid.Count(e => e.Record.Kind == RecordKind.Point),
                0,
                0,
                0);
        }

        return sum;
    }

    /// <summary>Both together.</summary>
    public static RunSummary operator +(RunSummary a, RunSummary b) => new(
        a.Commands + b.Commands, a.Claims + b.Claims, a.Events + b.Events, a.Dead + b.Dead, a.Ends + b.Ends, a.Points + b.Points, a.Hints + b.Hints, a.Received + b.Received, a.Resets + b.Resets);
}
