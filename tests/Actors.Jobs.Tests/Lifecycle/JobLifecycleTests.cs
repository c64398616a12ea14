using Actors.Contracts.Jobs;
using Actors.Jobs.Handlers;
using Actors.Jobs.Lifecycle;
using Actors.Shards.Work;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Jobs.Tests.Lifecycle;

public sealed class JobLifecycleTests
{
    private static readonly JobsOptions Options = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1000);

    private static readonly OpenJob Fresh = new()
    {
        Id = JobId.Create(0, Guid.Empty),
        Channel = "user:a",
        User = "a",
        Kind = "text",
        Input = default,
        Command = 0,
    };

    private static JobLifecycle CreateRunning(OpenJob? job = null, bool canContinue = false)
    {
        var life = new JobLifecycle(job ?? Fresh, Options, canContinue);
        life.Begin(Now);
        life.SlotGranted();
        return life;
    }

    [Fact]
    public void Any_interleaving_ends_the_job_once_with_the_text_that_its_chunks_make() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ListOf().Resize(60).ToArbitrary(),
            Gen.Elements(true, false).ToArbitrary(),
            Gen.Elements(string.Empty, "before ").ToArbitrary(),
            (choices, canContinue, textBefore) =>
            {
                var world = new LifecycleWorld(canContinue, textBefore);
                foreach (var choice in choices)
                {
                    world.Step(choice);
                }

                world.Calm();
                world.Check();
            }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Begin_of_a_job_that_was_stopped_ends_it_with_what_there_is()
    {
        var effects = new JobLifecycle(Fresh with { Cancelling = true, Attempt = 1, Text = "so far" }, Options, canContinue: true).Begin(Now);

        effects[0].ShouldBe(new JobEffect.EmitChunk(1, string.Empty, 6, Done: true));
        effects[1].ShouldBe(new JobEffect.EmitCancelled(1, "so far"));
    }

    [Fact]
    public void SlotGranted_after_a_takeover_resets_what_cannot_continue()
    {
        var life = new JobLifecycle(Fresh with { Attempt = 1, Text = "so far" }, Options, canContinue: false);
        life.Begin(Now);

        life.SlotGranted().Take(3).ShouldBe([
            new JobEffect.EmitReset(2, "restarted"), new JobEffect.EmitStarted(2), new JobEffect.StartRun(1, 2, string.Empty, string.Empty)]);
    }

    [Fact]
    public void SlotGranted_after_a_takeover_goes_on_silently_where_the_provider_can()
    {
        var life = new JobLifecycle(Fresh with { Attempt = 1, Text = "so far" }, Options, canContinue: true);
        life.Begin(Now);

        life.SlotGranted()[0].ShouldBe(new JobEffect.StartRun(1, 1, "so far", string.Empty));
    }

    [Fact]
    public void SlotGranted_after_too_many_attempts_fails()
    {
        var life = new JobLifecycle(Fresh with { Attempt = Options.MaxAttempts }, Options, canContinue: false);
        life.Begin(Now);

        life.SlotGranted()[0].ShouldBeOfType<JobEffect.EmitFailed>().Error.Code.ShouldBe(FailureCodes.TooManyAttempts);
    }

    [Fact]
    public void SlotGranted_of_a_resumed_job_runs_it_with_the_text_before()
    {
        var life = new JobLifecycle(Fresh with { TextBefore = "before " }, Options, canContinue: false);
        life.Begin(Now);

        life.SlotGranted()[1].ShouldBe(new JobEffect.StartRun(1, 1, "before ", "before "));
    }

    [Fact]
    public void Begin_of_a_job_that_was_started_before_gives_it_the_rest_of_its_duration()
    {
        var life = new JobLifecycle(StartedBefore(TimeSpan.FromMinutes(20)), Options, canContinue: true);

        life.Begin(Now).ShouldBe([
            new JobEffect.StartTimer(JobTimer.Duration, Options.MaxJobDuration - TimeSpan.FromMinutes(20)), new JobEffect.RequestSlot()]);
        life.SlotGranted().ShouldBe([new JobEffect.StartRun(1, 2, "so far", string.Empty)]);
    }

    [Fact]
    public void Begin_of_a_job_that_was_started_by_a_clock_ahead_gives_it_no_more_than_its_duration()
    {
        var life = new JobLifecycle(StartedBefore(TimeSpan.FromMinutes(-20)), Options, canContinue: true);

        life.Begin(Now)[0].ShouldBe(new JobEffect.StartTimer(JobTimer.Duration, Options.MaxJobDuration));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Begin_of_a_job_whose_duration_is_over_ends_it_at_once(bool canContinue)
    {
        var life = new JobLifecycle(StartedBefore(Options.MaxJobDuration), Options, canContinue);

        var effects = life.Begin(Now);

        effects[0].ShouldBe(new JobEffect.EmitChunk(2, string.Empty, 6, Done: true));
        var failed = effects[1].ShouldBeOfType<JobEffect.EmitFailed>();
        (failed.Attempt, failed.Text, failed.Error.Code).ShouldBe((2, "so far", FailureCodes.TimedOut));
        life.Phase.ShouldBe(JobPhase.Ended);
    }

    [Fact]
    public void Begin_of_a_stopped_job_whose_duration_is_over_ends_it_as_cancelled()
    {
        var life = new JobLifecycle(StartedBefore(Options.MaxJobDuration) with { Cancelling = true }, Options, canContinue: true);

        life.Begin(Now)[1].ShouldBe(new JobEffect.EmitCancelled(2, "so far"));
    }

    [Fact]
    public void Begin_of_a_job_of_which_no_start_is_known_gives_it_its_duration_when_it_runs()
    {
        var life = new JobLifecycle(StartedBefore(TimeSpan.Zero) with { StartedAt = 0 }, Options, canContinue: true);

        life.Begin(Now).ShouldBe([new JobEffect.RequestSlot()]);
        life.SlotGranted()[1].ShouldBe(new JobEffect.StartTimer(JobTimer.Duration, Options.MaxJobDuration));
    }

    [Fact]
    public void Duration_over_while_a_job_waits_for_its_place_ends_it()
    {
        var life = new JobLifecycle(StartedBefore(TimeSpan.FromMinutes(20)), Options, canContinue: true);
        life.Begin(Now);

        life.TimerFired(JobTimer.Duration, string.Empty)[1].ShouldBeOfType<JobEffect.EmitFailed>().Error.Code.ShouldBe(FailureCodes.TimedOut);
        life.SlotGranted().ShouldBe([new JobEffect.ReleaseSlot()]);
    }

    private static OpenJob StartedBefore(TimeSpan time) =>
        Fresh with { Attempt = 2, Text = "so far", StartedAt = (Now - time).ToUnixTimeMilliseconds() };

    [Fact]
    public void Stop_after_a_completion_that_came_too_late_ends_as_cancelled_with_its_text()
    {
        var life = CreateRunning();
        life.RunCompleted(1, "done", JobResult.Empty);

        life.Stop(string.Empty).ShouldBe([new JobEffect.EmitCancelled(1, "done")]);
        life.Stop(string.Empty).ShouldBeEmpty();
    }

    [Fact]
    public void Duration_over_and_then_a_stop_ends_as_cancelled()
    {
        var life = CreateRunning();
        life.TimerFired(JobTimer.Duration, string.Empty);
        life.Stop(string.Empty);

        life.TimerFired(JobTimer.Grace, string.Empty)[0].ShouldBeOfType<JobEffect.EmitCancelled>();
    }

    [Fact]
    public void Stop_of_a_waiting_job_ends_it_without_a_run()
    {
        var life = new JobLifecycle(Fresh with { TextBefore = "before" }, Options, canContinue: false);
        life.Begin(Now);

        life.Stop(string.Empty)[0].ShouldBe(new JobEffect.EmitCancelled(0, "before"));
        life.SlotGranted().ShouldBe([new JobEffect.ReleaseSlot()]);
    }

    [Fact]
    public void Drain_leaves_a_waiting_job_to_the_next_owner()
    {
        var life = new JobLifecycle(Fresh, Options, canContinue: false);
        life.Begin(Now);
        life.Drain();

        life.SlotGranted().ShouldBe([new JobEffect.ReleaseSlot()]);
        life.Phase.ShouldBe(JobPhase.Drained);
    }

    [Fact]
    public void Drain_lets_a_running_job_go_on()
    {
        var life = CreateRunning();
        life.Drain().ShouldBeEmpty();
        life.RunCompleted(1, string.Empty, JobResult.Empty)[0].ShouldBeOfType<JobEffect.EmitCompleted>();
    }
}
