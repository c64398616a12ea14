using Actors.Live.Presence;

namespace Actors.Live.Tests.Presence;

/// <summary>What every registry does for the streams of its own node.</summary>
public abstract class ConnectionRegistryContract
{
    protected abstract IConnectionRegistry Sut { get; }

    [Fact]
    public void TryEnter_counts_each_user_apart_up_to_the_most_that_one_may_have()
    {
        Sut.TryEnter("ada", 2, out var first).ShouldBeTrue();
        Sut.TryEnter("ada", 2, out var second).ShouldBeTrue();
        Sut.TryEnter("ada", 2, out var refused).ShouldBeFalse();
        Sut.TryEnter("bob", 2, out var other).ShouldBeTrue();

        (first, second, refused, other).ShouldBe((0, 1, 2, 0));
        Sut.Total.ShouldBe(3);
    }

    [Fact]
    public void Leave_makes_room_again()
    {
        Sut.TryEnter("ada", 1, out _).ShouldBeTrue();
        Sut.TryEnter("ada", 1, out _).ShouldBeFalse();

        Sut.Leave("ada");

        Sut.Total.ShouldBe(0);
        Sut.TryEnter("ada", 1, out var present).ShouldBeTrue();
        present.ShouldBe(0);
    }

    [Fact]
    public void Coming_and_going_from_many_threads_leaves_exactly_those_that_stayed()
    {
        Parallel.For(0, 4000, i =>
        {
            var user = $"u{i % 7}";
            Sut.TryEnter(user, int.MaxValue, out _).ShouldBeTrue();
            if (i % 4 != 0)
            {
                Sut.Leave(user);
            }
        });

        Sut.Total.ShouldBe(1000);
    }
}
