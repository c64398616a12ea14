using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Tests.Requests;

public sealed class RecentAnswersTests
{
    private static readonly IdempotencyKey Key = new(Guid.Parse("00000000-0000-0000-0000-000000000001"), "hash");
    private readonly SetTime _time = new();

    [Fact]
    public void Answer_is_given_again_until_it_expires_and_then_made_anew()
    {
        var sut = new RecentAnswers(_time);
        var until = _time.Now.AddMinutes(1);
        Get().ShouldBe("first");
        _time.Now = until.AddSeconds(-1);
        Get("second").ShouldBe("first");
        _time.Now = until;
        Get("second").ShouldBe("second");
        _time.Now = until.AddSeconds(30);
        Get("third").ShouldBe("second");

        string Get(string made = "first") => sut.GetOrAdd(Key, () => made, _ => _time.Now.AddMinutes(1));
    }

    [Fact]
    public void Key_with_another_request_is_refused_while_its_answer_holds()
    {
        var sut = new RecentAnswers(_time);
        sut.GetOrAdd(Key, () => "a", _ => _time.Now.AddMinutes(1));
        Should.Throw<ProblemException>(() => sut.GetOrAdd(Key with { RequestHash = "other" }, () => "b")).Problem.Status.ShouldBe(422);
        _time.Now = _time.Now.AddMinutes(2);
        sut.GetOrAdd(Key with { RequestHash = "other" }, () => "b").ShouldBe("b");
    }

    [Fact]
    public void Answer_without_an_end_is_kept()
    {
        var sut = new RecentAnswers(_time);
        sut.GetOrAdd(Key, () => "a");
        _time.Now = _time.Now.AddYears(1);
        sut.GetOrAdd(Key, () => "b").ShouldBe("a");
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
