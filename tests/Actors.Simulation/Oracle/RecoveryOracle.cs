using Actors.Log;
using Actors.Shards;
using Actors.Shards.Points;
using Actors.Shards.State;
using Actors.Simulation.Log;

namespace Actors.Simulation.Oracle;

/// <summary>A new owner knows the same whether it begins at the committed recovery point or at the start of the log.</summary>
internal static class RecoveryOracle
{
    /// <exception cref="Violation">It does not.</exception>
    internal static void Check(SimulatedLog log, SimulatedShard shard)
    {
        if (shard.Point is not { } committed)
        {
            return;
        }

        var place = new ShardPlace(log.LogId, shard.Number, log.Shards.Count);
        var counting = ValidRecords.Of(shard.Entries);
        counting.AddRange(shard.Entries.Where(entry => entry.Record.Kind == RecordKind.Command));
        counting.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        var point = PointStateCodec.Decode(counting.Find(entry => entry.Offset == committed.Offset).Record.Value.Span);
        var whole = Fold(new ShardFold(place, null, 0), counting);
        var part = Fold(new ShardFold(place, point, 0), counting.FindAll(entry => entry.Offset > committed.RecoverFrom));

        var (all, some) = (Jobs(whole), Jobs(part));
        Require(all.SequenceEqual(some), $"the point at {committed.Offset} knows jobs {string.Join(' ', some)}, the log {string.Join(' ', all)}");
        Require(whole.Answered == part.Answered && whole.Remaining == part.Remaining, $"the point at {committed.Offset} knows other answers than the log");
        Require(whole.Recent.ToArray().Order().SequenceEqual(part.Recent.ToArray().Order()), $"the point at {committed.Offset} has forgotten commands");
        foreach (var channel in counting.Where(entry => entry.Record.Kind == RecordKind.Event).Select(entry => entry.Record.Channel).Distinct())
        {
            Require(part.Channels.Get(channel).Last >= whole.Channels.Get(channel).Last, $"the floor of the point at {committed.Offset} is too low");
        }
    }

    private static ShardFold Fold(ShardFold fold, List<LogEntry> entries)
    {
        foreach (var entry in entries)
        {
            fold.Apply(entry);
        }

        return fold;
    }

    private static List<string> Jobs(ShardFold fold) =>
    [
        .. fold.Jobs.All
            .Select(job => job.ToOpenJob())
            .Select(job => $"{job.Id} {job.Channel} {job.Kind} {job.User} {job.Command} {job.SubmittedAt} {job.Attempt} {job.StartedAt > 0} {job.Text} {job.Cancelling} {Convert.ToHexString(job.Input.Span)}")
            .Order(StringComparer.Ordinal),
    ];

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Violation(otherwise);
        }
    }
}
