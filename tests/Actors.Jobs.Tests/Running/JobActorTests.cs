using System.Text;
using System.Text.Json;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Jobs.Handlers;
using Actors.Jobs.Retries;
using Actors.TestKit;

namespace Actors.Jobs.Tests.Running;

public sealed class JobActorTests
{
    private static readonly WriterInput Input = new();

    private static WriterHandler Writing(params string[] pieces) => new(async (context, cancellation) =>
    {
        foreach (var piece in pieces)
        {
            await context.WriteTextAsync(piece, cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(10), context.Time, cancellation);
        }

        return JobResult.Empty;
    });

    private static WriterHandler Throwing(Exception exception) => new(async (context, cancellation) =>
    {
        await context.WriteTextAsync("so far", cancellation);
        throw exception;
    });

    private static WriterHandler Hanging() => new(async (context, cancellation) =>
    {
        await context.WriteTextAsync("so far", cancellation);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellation);
        return JobResult.Empty;
    });

    [Fact]
    public void Pieces_are_coalesced_into_chunks_of_thirty_milliseconds()
    {
        var run = new JobTest().Run(Writing([.. Enumerable.Range(0, 30).Select(i => $"{i} ")]), Input);

        run.MustBeLegal();
        run.Text.ShouldBe(string.Concat(Enumerable.Range(0, 30).Select(i => $"{i} ")));
        run.Chunks.Count().ShouldBeInRange(10, 12);
        run.Chunks.ShouldAllBe(c => c.StreamId == run.Chunks.First().StreamId);
    }

    [Fact]
    public void Progress_stands_behind_the_text_written_before_it()
    {
        var handler = new WriterHandler(async (context, cancellation) =>
        {
            foreach (var i in new[] { 10, 20, 30 })
            {
                await context.WriteTextAsync($"{i} ", cancellation);
                await context.ReportProgressAsync(i, $"step {i}", cancellation);
            }

            return JobResult.Empty;
        });

        var run = new JobTest().Run(handler, Input);

        run.MustBeLegal();
        var told = run.Events.Where(e => e.Progress is not null || e.Chunk?.Text.Length > 0).Select(e => e.Chunk?.Text ?? $"[{e.Progress} {e.Message}]");
        string.Concat(told).ShouldBe("10 [10 step 10]20 [20 step 20]30 [30 step 30][100 ]");
    }

    [Fact]
    public void Completion_carries_what_the_handler_gave_back()
    {
        var handler = new WriterHandler((context, _) =>
        {
            context.Provider = "brush";
            context.Usage = TokenUsage.Of(1, 2);
            return Task.FromResult(new JobResult { FinishReason = "done", Data = JsonSerializer.SerializeToElement(new { width = 7 }) });
        });

        var run = new JobTest().Run(handler, Input);

        run.MustBeLegal();
        var result = run.Terminal.Result<CompleteResult>();
        (result.Text, result.Provider, result.FinishReason).ShouldBe((null, "brush", "done"));
        result.Usage.ShouldBe(new TokenUsage(1, 2, 3));
        result.Data!.Value.GetProperty("width").GetInt32().ShouldBe(7);
        run.Terminal.Progress.ShouldBe(100);
    }

    public static TheoryData<Exception, string, bool> Failures => new()
    {
        { new JobFailedException("too_dark", "Too dark.", retryable: true, "Turn on the light."), "too_dark", true },
        { new InvalidOperationException("secret"), FailureCodes.HandlerError, false },
        { new ProviderException(FailureCodes.ProviderRefused, "No.", isTransient: false), FailureCodes.ProviderRefused, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_a_handler_throws_becomes_one_terminal_event(Exception exception, string code, bool retryable)
    {
        var run = new JobTest().Run(Throwing(exception), Input);

        run.MustBeLegal();
        run.Terminal.Type.ShouldBe(EventTypes.GenerationFailed);
        run.Terminal.Code.ShouldBe(code);
        run.Terminal.Root.GetProperty("retryable").GetBoolean().ShouldBe(retryable);
        run.Terminal.Json.ShouldNotContain("secret");
        run.Terminal.Result<PartialResult>().Text.ShouldBe("so far");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void A_failed_run_that_is_tried_again_is_counted(int failures, int counted)
    {
        var test = new JobTest { Options = new() { MaxAttempts = 3 } };
        var left = failures;
        var handler = new WriterHandler((_, _) => left-- > 0
            ? throw new ProviderException(FailureCodes.ProviderError, "Busy.", isTransient: true)
            : Task.FromResult(JobResult.Empty));
        using var retries = new Counted("actors.jobs.retries");

        test.Run(handler, Input).Terminal.Type.ShouldBe(EventTypes.GenerationComplete);

        retries.Sum.ShouldBe(counted);
    }

    [Fact]
    public void A_failed_run_that_is_the_last_is_counted_as_no_retry()
    {
        using var retries = new Counted("actors.jobs.retries");

        new JobTest().Run(Throwing(new InvalidOperationException("why")), Input).Terminal.Type.ShouldBe(EventTypes.GenerationFailed);

        retries.Sum.ShouldBe(0);
    }

    [Fact]
    public void What_a_handler_throws_before_its_first_await_becomes_a_terminal_event()
    {
        var run = new JobTest().Run(new WriterHandler((_, _) => throw new FormatException("x")), Input);

        run.MustBeLegal();
        run.Terminal.Code.ShouldBe(FailureCodes.HandlerError);
    }

    [Fact]
    public void Refused_input_ends_the_job_at_once()
    {
        var run = new JobTest().Run(Writing("x"), """{"unknown":1}""");

        run.MustBeLegal();
        run.Events.Count.ShouldBe(1);
        run.Terminal.Code.ShouldBe(FailureCodes.Rejected);
        run.Terminal.Error!.ShouldContain("unknown");
    }

    [Fact]
    public void A_handler_that_does_not_hear_its_cancellation_is_abandoned_and_what_it_writes_is_dropped()
    {
        var later = false;
        var handler = new WriterHandler(async (context, _) =>
        {
            await context.WriteTextAsync("before ");
            await Task.Delay(TimeSpan.FromSeconds(3), context.Time, CancellationToken.None);
            later = true;
            await context.WriteTextAsync("after");
            return JobResult.Empty;
        });
        var test = new JobTest { Options = new() { CancelGrace = TimeSpan.FromSeconds(2) } };

        var run = test.CancelAt(TimeSpan.FromSeconds(0.5)).Run(handler, Input);

        run.MustBeLegal();
        run.Terminal.At.ShouldBe(TimeSpan.FromSeconds(2.5), TimeSpan.FromMilliseconds(10));
        run.Text.ShouldBe("before ");
        later.ShouldBeTrue();
    }

    [Fact]
    public void A_job_that_runs_too_long_fails_with_what_there_is()
    {
        var test = new JobTest { Options = new() { MaxJobDuration = TimeSpan.FromMinutes(5) } };

        var run = test.Run(Hanging(), Input);

        run.MustBeLegal();
        run.Terminal.Code.ShouldBe(FailureCodes.TimedOut);
        run.Terminal.At.ShouldBe(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        run.Terminal.Result<PartialResult>().Text.ShouldBe("so far");
    }

    [Fact]
    public void A_job_that_is_taken_over_has_the_rest_of_its_time()
    {
        var test = new JobTest { Options = new() { MaxJobDuration = TimeSpan.FromMinutes(5) } };

        var run = test.RestartAt(TimeSpan.FromMinutes(2)).RestartAt(TimeSpan.FromMinutes(4)).Run(Hanging(), Input);

        run.MustBeLegal();
        run.Terminal.Code.ShouldBe(FailureCodes.TimedOut);
        run.Terminal.At.ShouldBe(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        run.Terminal.Result<PartialResult>().Text.ShouldBe("so far");
    }

    [Fact]
    public void A_job_whose_time_is_over_when_it_is_taken_over_ends_at_once()
    {
        var test = new JobTest { Options = new() { MaxJobDuration = TimeSpan.FromMinutes(5) }, CommitDelay = TimeSpan.FromSeconds(10) };

        // Its node dies with the terminal event on its way to the log.
        var run = test.RestartAt(TimeSpan.FromSeconds(305)).Run(Hanging(), Input);

        run.MustBeLegal();
        run.Events.Count(e => e.Step.IsTerminal()).ShouldBe(1);
        run.Events.Count(e => e.Step == JobStep.Started).ShouldBe(1);
        run.Terminal.Code.ShouldBe(FailureCodes.TimedOut);
        run.Terminal.At.ShouldBe(TimeSpan.FromSeconds(315), TimeSpan.FromSeconds(1));
        run.Terminal.Result<PartialResult>().Text.ShouldBe("so far");
    }

    [Fact]
    public void A_job_that_writes_too_much_fails_with_what_fits()
    {
        var test = new JobTest { Options = new() { MaxOutputBytes = 1000 } };

        var run = test.Run(Writing([.. Enumerable.Repeat("éééééééé", 100)]), Input);

        run.MustBeLegal();
        run.Terminal.Code.ShouldBe(FailureCodes.OutputTooLarge);
        Encoding.UTF8.GetByteCount(run.Text).ShouldBe(1000);
    }

    [Fact]
    public void A_text_too_long_for_an_event_is_named_by_its_place()
    {
        var test = new JobTest { Options = new() { MaxEventBytes = 128 * 1024, MaxOutputBytes = 400 * 1024 } };

        var run = test.Run(Writing(new string('x', 200 * 1024)), Input);

        run.MustBeLegal();
        run.Events.ShouldAllBe(e => e.Json.Length <= test.Options.MaxEventBytes);
        var result = run.Terminal.Result<CompleteResult>();
        result.Text.ShouldBeNull();
        result.TextLength.ShouldBe(200 * 1024);
        result.TextHref.ShouldBe($"/api/jobs/{run.Terminal.Root.GetProperty("jobId").GetString()}/text");
        run.Text.Length.ShouldBe(200 * 1024);
    }

    [Fact]
    public void A_writer_waits_while_the_log_does_not_commit()
    {
        var writtenInTime = 0;
        var handler = new WriterHandler(async (context, cancellation) =>
        {
            var begin = context.Time.GetTimestamp();
            for (var i = 0; i < 2000; i++)
            {
                await context.WriteTextAsync(new string('x', 600), cancellation);
                if (context.Time.GetElapsedTime(begin) < TimeSpan.FromSeconds(9))
                {
                    writtenInTime = i;
                }
            }

            return JobResult.Empty;
        });
        var test = new JobTest { CommitDelay = TimeSpan.FromSeconds(10), Options = new() { MaxUnackedEventsPerJob = 8, MaxOutputBytes = 2_000_000 } };

        var run = test.Run(handler, Input);

        run.MustBeLegal();
        run.Text.Length.ShouldBe(2000 * 600);
        (writtenInTime * 600).ShouldBeInRange(600, 8 * 16 * 1024);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopped_or_restarted_at_any_event_the_life_is_legal(bool canContinue)
    {
        const int Words = 12;
        for (var at = 1; at <= 18; at++)
        {
            for (var seed = 0; seed < 6; seed++)
            {
                var handler = new WriterHandler(
                    async (context, cancellation) =>
                    {
                        var begun = canContinue ? context.TextSoFar.Length / 3 : 0;
                        for (var i = begun; i < Words; i++)
                        {
                            await context.WriteTextAsync($"{i:00} "[(canContinue && i == begun ? context.TextSoFar.Length % 3 : 0)..], cancellation);
                            await Task.Delay(TimeSpan.FromMilliseconds(20), context.Time, cancellation);
                        }

                        return JobResult.Empty;
                    },
                    canContinue);
                var test = new JobTest(seed) { CommitDelay = TimeSpan.FromMilliseconds(5 * seed) };
                if (seed % 2 == 0)
                {
                    test.CancelAfterEvents(at + (seed % 3));
                }

                var run = test.RestartAfterEvents(at).RestartAfterEvents(at + 4).Run(handler, Input);

                run.MustBeLegal();
                var whole = string.Concat(Enumerable.Range(0, Words).Select(i => $"{i:00} "));
                whole.ShouldStartWith(run.Text);
                if (run.Terminal.Type == EventTypes.GenerationComplete)
                {
                    run.Text.ShouldBe(whole);
                }
                else
                {
                    run.Terminal.Type.ShouldBe(EventTypes.GenerationCancelled);
                }
            }
        }
    }

    [Fact]
    public void A_job_that_is_stopped_while_it_ends_is_counted_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var handler = new WriterHandler(async (context, cancellation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.Time, cancellation);
                return JobResult.Empty;
            });
            using var ended = new Counted("actors.jobs.ended");

            var run = new JobTest(seed).CancelAt(TimeSpan.FromSeconds(1)).Run(handler, Input);

            run.Terminal.Type.ShouldBe(EventTypes.GenerationCancelled);
            ended.Sum.ShouldBe(1, $"seed {seed}");
        }
    }

    [Fact]
    public void A_resumed_job_begins_with_the_text_before()
    {
        var seen = string.Empty;
        var handler = new WriterHandler(async (context, cancellation) =>
        {
            seen = context.TextSoFar;
            await context.WriteTextAsync("and after", cancellation);
            return JobResult.Empty;
        });

        var run = new JobTest { ResumedText = "Before " }.Run(handler, Input);

        run.MustBeLegal();
        seen.ShouldBe("Before ");
        run.Terminal.Result<CompleteResult>().Text.ShouldBe("Before and after");
        run.Events[0].Result<QueuedResult>().ResumedFrom.ShouldNotBeNull();
    }

    [Fact]
    public void A_resumed_job_of_long_text_is_stopped_with_all_of_it()
    {
        var before = new string('b', 100_000);
        var handler = new WriterHandler(async (context, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellation);
            return JobResult.Empty;
        });
        var test = new JobTest { ResumedText = before, CommitDelay = TimeSpan.FromSeconds(1), Options = new() { MaxUnackedEventsPerJob = 2 } };

        var run = test.CancelAt(TimeSpan.FromSeconds(0.5)).Run(handler, Input);

        run.MustBeLegal();
        run.Terminal.Result<PartialResult>().Text.ShouldBe(before);
        run.Text.ShouldBe(before);
    }
}
