using Actors.Shards.Ownership;

namespace Actors.Shards.Tests.Ownership;

public sealed class ClaimBackoffTests
{
    [Fact]
    public void Next_doubles_up_to_the_longest_wait_and_begins_anew_after_Reset()
    {
        var backoff = new ClaimBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), new Random(5));

        var waits = Enumerable.Range(0, 40).Select(_ => backoff.Next().TotalMilliseconds).ToList();

        waits[0].ShouldBe(0);
        for (var i = 1; i < waits.Count; i++)
        {
            var full = Math.Min(1000, 100 * Math.Pow(2, i - 1));
            waits[i].ShouldBeInRange(full / 2, full);
        }

        backoff.Reset();
        backoff.Next().ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Next_differs_from_node_to_node()
    {
        static double Second(int seed)
        {
            var backoff = new ClaimBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), new Random(seed));
            backoff.Next();
            return backoff.Next().TotalMilliseconds;
        }

        Second(1).ShouldNotBe(Second(2));
    }
}
