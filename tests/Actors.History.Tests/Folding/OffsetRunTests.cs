using Actors.History.Folding;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.History.Tests.Folding;

public sealed class OffsetRunTests
{
    [Fact]
    public void Read_gives_back_the_offsets() => Prop.ForAll(
        Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(1, int.MaxValue)).NonEmptyListOf().ToArbitrary(),
        distances =>
        {
            var offsets = new List<long> { distances[0] };
            var run = new OffsetRun(distances[0]);
            foreach (var distance in distances.Skip(1))
            {
                offsets.Add(offsets[^1] + distance);
                run.Add(offsets[^1]);
            }

            var read = new List<long>();
            OffsetRun.Read(run.First, run.Distances, read);
            return read.SequenceEqual(offsets) && run.Last == offsets[^1] && run.Count == offsets.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ChannelIndex_begins_a_new_run_when_one_is_full()
    {
        var index = new ChannelIndex();
        for (var offset = 0; offset < (2 * OffsetRun.MaxCount) + 1; offset++)
        {
            index.Add("user:a", offset * 3);
        }

        index.Runs["user:a"].Select(r => r.Count).ShouldBe([OffsetRun.MaxCount, OffsetRun.MaxCount, 1]);
        var offsets = new List<long>();
        index.CopyTo("user:a", offsets);
        offsets.ShouldBe(Enumerable.Range(0, (2 * OffsetRun.MaxCount) + 1).Select(i => i * 3L));
        index.CopyTo("user:b", offsets);
        offsets.Count.ShouldBe((2 * OffsetRun.MaxCount) + 1);
    }
}
