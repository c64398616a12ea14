using Actors.History;
using Actors.Log;
using Actors.Service.Node;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Service.Tests.Node;

public sealed class PatientOpeningTests
{
    private int _tries;

    [Fact]
    public async Task What_needs_a_log_that_is_away_is_tried_until_it_is_there() =>
        (await CreateSut(isLogRemote: true).OpenAsync(_ => FailOnceAsync(new LogUnavailableException("away")), CancellationToken.None)).ShouldBe("open");

    [Fact]
    public async Task Log_in_a_file_is_tried_once()
    {
        await Should.ThrowAsync<LogUnavailableException>(() =>
            CreateSut(isLogRemote: false).OpenAsync(_ => FailOnceAsync(new LogUnavailableException("no file")), CancellationToken.None));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task History_whose_own_file_cannot_be_opened_is_tried_once()
    {
        await Should.ThrowAsync<HistoryUnavailableException>(() =>
            CreateSut(isLogRemote: true).OpenAsync(_ => FailOnceAsync(new HistoryUnavailableException("no file")), CancellationToken.None));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var opening = CreateSut(isLogRemote: true).OpenAsync<string>(
            async _ =>
            {
                await stop.CancelAsync();
                throw new LogUnavailableException("away");
            },
            stop.Token);
        await Should.ThrowAsync<OperationCanceledException>(() => opening);
    }

    private static PatientOpening CreateSut(bool isLogRemote) => new(isLogRemote, new HastyTime(), NullLogger.Instance);

    private Task<string> FailOnceAsync(Exception fault) => ++_tries == 1 ? Task.FromException<string>(fault) : Task.FromResult("open");

    /// <summary>Every pause is over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
