using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// Something that is done with Redis when it is wanted, when the wire comes up, and four times in a lease; never twice at once,
/// and not while Redis is away. What is wanted within 10 ms is done together.
/// </summary>
internal sealed partial class RedisChore : IAsyncDisposable
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    private readonly RedisWire _wire;
    private readonly RedisBusOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _consequence;
    private readonly Func<IDatabase, bool, Task> _work;
    private readonly Action _failed;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _running;
    private int _isWanted;
    private bool _isFailing;

    /// <param name="wire">The server.</param>
    /// <param name="options">The lease and the time-outs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears once of what fails although Redis is up.</param>
    /// <param name="consequence">What it means that it fails, for the log.</param>
    /// <param name="work">Told whether a refresh is due.</param>
    /// <param name="failed">Called when the work has failed or could not be done, before it is tried again.</param>
    internal RedisChore(
        RedisWire wire, RedisBusOptions options, TimeProvider time, ILogger logger, string consequence, Func<IDatabase, bool, Task> work, Action failed)
    {
        (_wire, _options, _time, _logger, _consequence, _work, _failed) = (wire, options, time, logger, consequence, work, failed);
        _wire.CameUp += Want;
        _running = RunAsync();
    }

    /// <summary>Has it done soon. Costs nothing when it is wanted already.</summary>
    internal void Want()
    {
        if (Interlocked.Exchange(ref _isWanted, 1) == 0)
        {
            _wanted.Release();
        }
    }

    /// <summary>Does something else with Redis, where it answers. True when it is done.</summary>
    internal async Task<bool> TryAsync(Func<IDatabase, Task> action)
    {
        if (_wire.Database is not { } database)
        {
            _failed();
            return false;
        }

        try
        {
            await action(database).WaitAsync(_options.AnswerTimeout, _time);
            _isFailing = false;
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or TaskCanceledException)
        {
            _failed();
            if (!_isFailing && _wire.IsUp)
            {
                _isFailing = true;
                Log.Failed(_logger, _consequence, e.Message);
            }

            return false;
        }
        catch (Exception e)
        {
            // A fault of ours, or something that the library was not known to throw: it must not end what the node lives by.
            _failed();
            Log.Broken(_logger, _consequence, e);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _wire.CameUp -= Want;
        await _stopped.CancelAsync();
        await _running;
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var refreshed = 0L;
        await using var timer = _time.CreateTimer(_ => Want(), null, TimeSpan.Zero, _options.RefreshInterval);
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(_stopped.Token);
                await Task.Delay(Gather, _time, _stopped.Token);
                Volatile.Write(ref _isWanted, 0);

                // A little early: the timer and this clock need not agree to the millisecond.
                var isDue = refreshed == 0 || _time.GetElapsedTime(refreshed) >= _options.RefreshInterval * 0.9;
                var began = _time.GetTimestamp();
                var isDone = await TryAsync(database => _work(database, isDue));

                // What was not done is due again as soon as Redis is back, not an interval later.
                refreshed = !isDone ? 0 : isDue ? began : refreshed;
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Consequence}: {Cause}")]
        public static partial void Failed(ILogger logger, string consequence, string cause);

        [LoggerMessage(2, LogLevel.Error, "{Consequence}, because of an unexpected error; it is tried again.")]
        public static partial void Broken(ILogger logger, string consequence, Exception cause);
    }
}
