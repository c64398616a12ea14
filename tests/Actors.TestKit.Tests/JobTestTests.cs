using Actors.Contracts.Events;
using Actors.Jobs.Providers.Demo;
using Actors.Jobs.Text;

namespace Actors.TestKit.Tests;

public sealed class JobTestTests
{
    private static readonly TextInput Hello = new() { Prompt = "Say hello to the wide world" };

    [Fact]
    public void Run_of_a_text_job_tells_its_whole_life()
    {
        var test = new JobTest();
        test.Provider.Call().Tokens("Hello", " world").Usage(6, 2);

        var run = test.Run(new TextHandler(test.Chat, test.Options), Hello);

        run.MustBeLegal();
        run.Types.Distinct().ShouldBe([EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.GenerationComplete]);
        var complete = run.Terminal.Result<CompleteResult>();
        complete.Text.ShouldBe("Hello world");
        complete.FinishReason.ShouldBe("stop");
        complete.Provider.ShouldBe("scripted");
        complete.Usage.ShouldBe(new TokenUsage(6, 2, 8));
    }

    [Fact]
    public void Run_of_the_demo_provider_keeps_its_pace()
    {
        var test = new JobTest();
        using var demo = new DemoChatClient(new DemoOptions(), test.Time);

        var run = test.Run(new TextHandler(demo, test.Options), Hello with { MaxTokens = 100 });

        run.MustBeLegal();
        run.Terminal.At.ShouldBe(TimeSpan.FromSeconds(2), tolerance: TimeSpan.FromMilliseconds(20));
        run.Text.ShouldContain("hello");
    }

    [Fact]
    public void Cancelled_in_the_middle_it_ends_as_cancelled_with_the_text_so_far()
    {
        var test = new JobTest();
        using var demo = new DemoChatClient(new DemoOptions(), test.Time);

        var run = test.CancelAfterEvents(5).Run(new TextHandler(demo, test.Options), Hello);

        run.MustBeLegal();
        run.Terminal.Type.ShouldBe(EventTypes.GenerationCancelled);
        run.Terminal.Result<PartialResult>().Text.ShouldBe(run.Text);
        run.Text.ShouldNotBeEmpty();
    }

    [Fact]
    public void Restarted_in_the_middle_the_demo_goes_on_where_it_was()
    {
        var whole = new JobTest();
        using var demo = new DemoChatClient(new DemoOptions(), whole.Time);
        var expected = whole.Run(new TextHandler(demo, whole.Options), Hello).Text;
        var test = new JobTest();
        using var again = new DemoChatClient(new DemoOptions(), test.Time);

        var run = test.RestartAfterEvents(20).Run(new TextHandler(again, test.Options), Hello);

        run.MustBeLegal();
        run.Text.ShouldBe(expected);
        run.Attempts.ShouldBe(1);
        run.Types.ShouldNotContain(EventTypes.GenerationReset);
    }

    [Fact]
    public void Restarted_in_the_middle_a_provider_that_cannot_continue_begins_again_visibly()
    {
        var test = new JobTest();
        test.Provider.Call().Tokens(TimeSpan.FromSeconds(1), "one ", "two ", "three ");
        test.Provider.Call().Tokens(TimeSpan.FromSeconds(1), "uno ", "dos ");

        var run = test.RestartAt(TimeSpan.FromSeconds(2.5)).Run(new TextHandler(test.Chat, test.Options), Hello);

        run.MustBeLegal();
        run.Text.ShouldBe("uno dos ");
        run.Attempts.ShouldBe(2);
        run.Events.Single(e => e.Type == EventTypes.GenerationReset).Result<ResetAttemptResult>().Reason.ShouldBe("restarted");
    }

    [Fact]
    public void Same_seed_gives_the_same_run()
    {
        static string[] Events(int seed)
        {
            var test = new JobTest(seed);
            test.Provider.Call().Tokens(TimeSpan.FromMilliseconds(7), "a", "b", "c", "d").ServerError();
            test.Provider.Call().Tokens("x", "y");
            return [.. test.Run(new TextHandler(test.Chat, test.Options), Hello).Events.Select(e => e.Json)];
        }

        Events(7).ShouldBe(Events(7));
    }
}
