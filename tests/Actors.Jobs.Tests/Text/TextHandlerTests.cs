using Actors.Contracts.Events;
using Actors.Jobs.Providers.Demo;
using Actors.Jobs.Text;
using Actors.TestKit;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Tests.Text;

public sealed class TextHandlerTests
{
    private static readonly TextInput Input = new() { Prompt = "Count to three" };

    private static JobTestRun Run(JobTest test, TextInput? input = null)
    {
        var run = test.Run(new TextHandler(test.Chat, test.Options), input ?? Input);
        run.MustBeLegal();
        return run;
    }

    [Fact]
    public void Rate_limited_before_any_text_waits_as_asked_and_nobody_sees_it()
    {
        var test = new JobTest();
        test.Provider.Call().RateLimited(TimeSpan.FromSeconds(20));
        test.Provider.Call().Tokens("one two three");

        var run = Run(test);

        run.Text.ShouldBe("one two three");
        run.Attempts.ShouldBe(1);
        run.Types.ShouldNotContain(EventTypes.GenerationReset);
        run.Terminal.At.ShouldBe(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Rate_limited_for_too_long_fails_and_says_when_to_come_back()
    {
        var test = new JobTest();
        test.Provider.Call().RateLimited(TimeSpan.FromMinutes(10));

        var run = Run(test);

        run.Terminal.Code.ShouldBe(FailureCodes.RateLimited);
        run.Terminal.Root.GetProperty("suggestion").GetString().ShouldBe("Try again in 600 seconds.");
    }

    [Fact]
    public void Cut_after_text_begins_the_next_attempt_visibly()
    {
        var test = new JobTest();
        test.Provider.Call().Tokens("one ", "tw").Cut();
        test.Provider.Call().Tokens("uno dos tres");

        var run = Run(test);

        run.Text.ShouldBe("uno dos tres");
        run.Attempts.ShouldBe(2);
        run.Events.Single(e => e.Type == EventTypes.GenerationReset).Result<ResetAttemptResult>().Reason.ShouldBe(FailureCodes.StreamCut);
    }

    [Fact]
    public void Cut_after_text_goes_on_where_the_provider_can()
    {
        var test = new JobTest();
        test.Provider.CanContinue = true;
        test.Provider.Call().Tokens("one ", "tw").Cut();
        test.Provider.Call().Tokens("o three");

        var run = Run(test);

        run.Text.ShouldBe("one two three");
        run.Attempts.ShouldBe(1);
        test.Provider.Calls[1][^1].ShouldSatisfyAllConditions(m => m.Role.ShouldBe(ChatRole.Assistant), m => m.Text.ShouldBe("one tw"));
    }

    [Fact]
    public void A_silent_provider_is_tried_again()
    {
        var test = new JobTest();
        test.Provider.Call().Silence();
        test.Provider.Call().Tokens("one");

        var run = Run(test);

        run.Text.ShouldBe("one");
        run.Terminal.At.ShouldBeInRange(test.Options.ProviderSilenceTimeout, test.Options.ProviderSilenceTimeout + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_silent_provider_that_is_deaf_too_is_tried_again()
    {
        var test = new JobTest();
        test.Provider.Call().Tokens("x").DeafSilence();
        test.Provider.Call().Tokens("one");

        Run(test).Text.ShouldBe("one");
    }

    [Fact]
    public void A_provider_that_never_recovers_fails_the_job_after_bounded_retries()
    {
        var test = new JobTest();
        for (var i = 0; i <= test.Options.MaxRetries; i++)
        {
            test.Provider.Call().ServerError();
        }

        var run = Run(test);

        run.Terminal.Code.ShouldBe(FailureCodes.ProviderError);
        run.Terminal.Root.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        test.Provider.Calls.Count.ShouldBe(test.Options.MaxRetries + 1);
    }

    [Fact]
    public void Refused_by_the_provider_fails_at_once()
    {
        var test = new JobTest();
        test.Provider.Call().Refuses();

        Run(test).Terminal.Code.ShouldBe(FailureCodes.ProviderRefused);
        test.Provider.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void Stopped_while_it_waits_to_try_again_it_ends_at_once()
    {
        var test = new JobTest();
        test.Provider.Call().RateLimited(TimeSpan.FromSeconds(60));

        var run = Run(test.CancelAt(TimeSpan.FromSeconds(10)));

        run.Terminal.Type.ShouldBe(EventTypes.GenerationCancelled);
        run.Terminal.At.ShouldBe(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void Stopped_in_the_middle_it_says_what_it_cost()
    {
        var test = new JobTest();
        test.Provider.Call().Tokens(TimeSpan.FromSeconds(1), "one ", "two ", "three ");

        var run = Run(test.CancelAt(TimeSpan.FromSeconds(2.5)));

        var result = run.Terminal.Result<PartialResult>();
        result.Text.ShouldBe("one two ");
        result.Usage!.OutputTokens.ShouldBe(2);
    }

    [Fact]
    public void Progress_is_told_at_each_tenth_of_the_tokens_asked_for()
    {
        var test = new JobTest();
        test.Provider.Call().Tokens([.. Enumerable.Repeat("x ", 40)]);

        var run = Run(test, Input with { MaxTokens = 40 });

        run.Events.Where(e => e.Type == EventTypes.GenerationProgress).Select(e => e.Progress).ShouldBe([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    }

    [Fact]
    public void A_resumed_job_asks_a_provider_that_cannot_continue_to_go_on()
    {
        var test = new JobTest { ResumedText = "one two" };
        test.Provider.Call().Tokens(" three");

        var run = Run(test);

        run.Text.ShouldBe("one two three");
        test.Provider.Calls[0].Select(m => m.Role).ShouldBe([ChatRole.User, ChatRole.Assistant, ChatRole.User]);
    }

    [Fact]
    public void Every_moment_of_a_restart_and_a_stop_gives_a_legal_life_with_the_demo_provider()
    {
        var whole = new JobTest();
        using var demo = new DemoChatClient(new DemoOptions(), whole.Time);
        var input = Input with { MaxTokens = 30 };
        var expected = whole.Run(new TextHandler(demo, whole.Options), input).Text;
        for (var at = 0; at < 660; at += 13)
        {
            var test = new JobTest(at).RestartAt(TimeSpan.FromMilliseconds(at)).RestartAt(TimeSpan.FromMilliseconds(at + 50));
            if (at % 2 == 1)
            {
                test.CancelAt(TimeSpan.FromMilliseconds(at + 40));
            }

            using var again = new DemoChatClient(new DemoOptions(), test.Time);
            var run = test.Run(new TextHandler(again, test.Options), input);

            run.MustBeLegal();
            expected.ShouldStartWith(run.Text);
            if (run.Terminal.Type == EventTypes.GenerationComplete)
            {
                run.Text.ShouldBe(expected);
                run.Terminal.Result<CompleteResult>().Usage!.OutputTokens.ShouldBe(30);
            }
        }
    }
}
