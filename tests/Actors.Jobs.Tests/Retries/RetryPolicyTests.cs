using Actors.Contracts.Events;
using Actors.Jobs.Retries;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Jobs.Tests.Retries;

public sealed class RetryPolicyTests
{
    private static readonly JobsOptions Options = new() { MaxRetries = 4, MaxAttempts = 3 };
    private static readonly RetryPolicy Policy = new(Options);

    private static JobFailure Failure(bool transient = true, TimeSpan? retryAfter = null) =>
        new(new EventError("It failed.", "provider_error", transient, Suggestion: null), transient, retryAfter);

    [Fact]
    public void Decide_before_any_text_runs_the_same_attempt_again() =>
        Policy.Decide(Failure(), 0, 1, textSeen: false, canContinue: false, 0).Step.ShouldBe(RetryStep.SameAttempt);

    [Fact]
    public void Decide_after_text_begins_the_next_attempt() =>
        Policy.Decide(Failure(), 0, 1, textSeen: true, canContinue: false, 0).Step.ShouldBe(RetryStep.NextAttempt);

    [Fact]
    public void Decide_after_text_goes_on_where_the_provider_can() =>
        Policy.Decide(Failure(), 0, 1, textSeen: true, canContinue: true, 0).Step.ShouldBe(RetryStep.SameAttempt);

    [Fact]
    public void Decide_on_a_final_failure_fails() =>
        Policy.Decide(Failure(transient: false), 0, 1, textSeen: false, canContinue: true, 0).Step.ShouldBe(RetryStep.Fail);

    [Fact]
    public void Decide_keeps_the_wait_that_the_provider_asks_for() =>
        Policy.Decide(Failure(retryAfter: TimeSpan.FromSeconds(17)), 0, 1, false, false, 0.5).Delay.ShouldBe(TimeSpan.FromSeconds(17));

    [Fact]
    public void Decide_fails_when_the_provider_asks_for_too_long_a_wait() =>
        Policy.Decide(Failure(retryAfter: TimeSpan.FromHours(1)), 0, 1, false, false, 0.5).Step.ShouldBe(RetryStep.Fail);

    [Fact]
    public void Decide_is_bounded_in_retries_attempts_and_waits() =>
        Prop.ForAll(
            Gen.Choose(0, 10).ToArbitrary(),
            Gen.Choose(1, 5).ToArbitrary(),
            Gen.Choose(0, 999).Select(n => n / 1000.0).ToArbitrary(),
            (failures, attempt, chance) =>
            {
                var decision = Policy.Decide(Failure(), failures, attempt, textSeen: true, canContinue: false, chance);
                (decision.Step == RetryStep.NextAttempt).ShouldBe(failures < Options.MaxRetries && attempt < Options.MaxAttempts);
                decision.Delay.ShouldBeLessThanOrEqualTo(Options.RetryMaxDelay);
                if (decision.Step != RetryStep.Fail)
                {
                    var ceiling = Options.RetryBaseDelay * Math.Pow(2, failures);
                    decision.Delay.ShouldBeInRange(ceiling / 2, ceiling);
                }
            }).QuickCheckThrowOnFailure();
}
