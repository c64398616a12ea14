using Actors.Live.Presence;

namespace Actors.Live.Tests.Presence;

public sealed class PresenceTableTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly PresenceTable _table = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void Enter_is_a_coming_for_the_first_stream_only()
    {
        _table.Enter("channel:a", "ada").ShouldBeTrue();
        _table.Enter("channel:a", "ada").ShouldBeFalse();
        _table.Enter("channel:a", "bob").ShouldBeTrue();
        _table.Enter("channel:b", "ada").ShouldBeTrue();
    }

    [Fact]
    public void Leave_is_a_leaving_after_the_grace_and_only_of_the_last_stream()
    {
        _table.Enter("channel:a", "ada");
        _table.Enter("channel:a", "ada");
        _table.Leave("channel:a", "ada", Start);
        Left(60).ShouldBeEmpty();

        _table.Leave("channel:a", "ada", At(60));
        Left(64).ShouldBeEmpty();
        Left(65).ShouldBe([("channel:a", "ada")]);
        _table.Enter("channel:a", "ada").ShouldBeTrue();
    }

    [Fact]
    public void A_reload_is_no_leaving_and_each_gets_a_grace_of_its_own()
    {
        _table.Enter("channel:a", "ada");
        for (var second = 0; second < 30; second += 3)
        {
            _table.Leave("channel:a", "ada", At(second));
            Left(second + 2).ShouldBeEmpty();
            _table.Enter("channel:a", "ada").ShouldBeFalse();
        }

        _table.Leave("channel:a", "ada", At(30));
        Left(34).ShouldBeEmpty();
        Left(35).ShouldBe([("channel:a", "ada")]);
        Left(99).ShouldBeEmpty();
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private List<(string Room, string User)> Left(int second)
    {
        List<(string Room, string User)> all = [];
        while (_table.TryTakeLeft(At(second), out var left))
        {
            all.Add(left);
        }

        return all;
    }
}
