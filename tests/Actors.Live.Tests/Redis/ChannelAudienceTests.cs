using Actors.Live.Redis;

namespace Actors.Live.Tests.Redis;

public sealed class ChannelAudienceTests
{
    private const long Interval = 100;

    private readonly ChannelAudience _audience = new([1]);

    [Fact]
    public void What_is_not_known_is_sent_and_asked_about_once_an_interval()
    {
        _audience.Spares(5).ShouldBeFalse();
        _audience.Ask(5, Interval).ShouldNotBeNull();
        _audience.Ask(104, Interval).ShouldBeNull();
        _audience.Spares(104).ShouldBeFalse();
        _audience.Ask(105, Interval).ShouldNotBeNull();
    }

    [Fact]
    public void What_nobody_hears_is_spared_but_for_one_frame_an_interval()
    {
        _audience.Ask(0, Interval)!.Answered(0);

        _audience.Spares(99).ShouldBeTrue();
        _audience.Spares(100).ShouldBeFalse();
        _audience.Ask(100, Interval).ShouldNotBeNull();
        _audience.Spares(101).ShouldBeTrue();
    }

    [Fact]
    public void One_who_hears_it_ends_that()
    {
        _audience.Ask(0, Interval)!.Answered(0);
        _audience.Ask(100, Interval)!.Answered(1);

        _audience.Spares(101).ShouldBeFalse();
    }

    [Fact]
    public void One_who_comes_ends_that_at_once_also_before_an_answer_that_does_not_know_it_yet()
    {
        var question = _audience.Ask(0, Interval)!;
        _audience.Arrived();
        question.Answered(0);

        _audience.Spares(50).ShouldBeFalse();
    }

    // Redis carries out what owner and listeners send in some order; answers come back in that order on the owner's one connection,
    // and so do arrivals on its other one, but nothing is said of the two together.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_answers_and_arrivals_cross_a_listener_that_was_heard_of_is_sent_to(int seed)
    {
        var chance = new Random(seed);
        for (var run = 0; run < 500; run++)
        {
            var audience = new ChannelAudience([1]);
            var answers = new Queue<(AudienceQuestion Question, int Receivers)>();
            var arrivals = new Queue<int>();
            var (listeners, came, heardOf, now) = (0, 0, 0, 0L);
            for (var step = 0; step < 200; step++)
            {
                now += chance.Next(60);
                switch (chance.Next(5))
                {
                    case 0 when listeners < 3:
                        listeners++;
                        arrivals.Enqueue(++came);
                        break;
                    case 1 when listeners > 0:
                        listeners--;
                        break;
                    case 2 when arrivals.TryDequeue(out heardOf):
                        audience.Arrived();
                        break;
                    case 3 when answers.TryDequeue(out var answer):
                        answer.Question.Answered(answer.Receivers);
                        break;
                    default:
                        var spared = audience.Spares(now);
                        (spared && listeners > 0 && heardOf == came).ShouldBeFalse("somebody listens, said so and was heard");
                        if (!spared && audience.Ask(now, Interval) is { } question)
                        {
                            answers.Enqueue((question, listeners));
                        }

                        break;
                }
            }
        }
    }
}
