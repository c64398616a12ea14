using Actors.Jobs.Providers.Demo;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Tests.Providers;

public sealed class DemoPacerTests
{
    private readonly OneTimer _time = new();

    [Fact]
    public async Task A_timer_that_fires_again_while_streams_are_woken_loses_none()
    {
        using var pacer = new DemoPacer(_time);
        var first = NextAsync(Begin(pacer, 100), _time.Fire);
        var second = NextAsync(Begin(pacer, 100), _time.Fire);

        _time.Now = 10;
        _time.FireIfDue();

        (await first).ShouldBeTrue();
        (await second).ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_that_comes_late_while_others_are_woken_waits_for_the_next_time()
    {
        using var pacer = new DemoPacer(_time);
        var late = Begin(pacer, 200);
        Task<bool> third = Task.FromResult(false);
        var first = NextAsync(Begin(pacer, 100), () =>
        {
            // Its token was not due when it looked at the clock.
            _time.Now = 4;
            third = late.MoveNextAsync().AsTask();
            _time.Now = 10;
            _time.FireIfDue();
        });
        var second = NextAsync(Begin(pacer, 100), () => { });

        _time.Now = 10;
        _time.FireIfDue();

        (await first).ShouldBeTrue();
        (await second).ShouldBeTrue();
        third.IsCompleted.ShouldBeFalse();
        _time.Now = 15;
        _time.FireIfDue();
        (await third).ShouldBeTrue();
    }

    private DemoStream Begin(DemoPacer pacer, double tokensPerSecond) => new(
        pacer, _time, tokensPerSecond, Enumerable.Repeat("word ", 5).GetEnumerator(), () => new ChatResponseUpdate(), CancellationToken.None);

    /// <summary>Takes the next token and does something within the call that wakes the stream.</summary>
    private static Task<bool> NextAsync(DemoStream stream, Action woken)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new AtOnce());
        try
        {
            return TakeAsync();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        async Task<bool> TakeAsync()
        {
            var more = await stream.MoveNextAsync();
            woken();
            return more;
        }
    }

    private sealed class AtOnce : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
