using System.Net;
using Actors.Contracts;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// One server: keeps a link to it, makes a new one with back-off and jitter when it is lost, and puts every subscription that is
/// wanted on each new one before it says that it is up. Thread-safe.
/// </summary>
internal sealed partial class RedisWire : IAsyncDisposable
{
    private readonly RedisBusOptions _options;
    private readonly ConfigurationOptions _configuration;
    private readonly RedisBusCounters _counters;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;
    private readonly ILogger _logger;
    private readonly string _server;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<string, RedisSubscription> _wanted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Task _running;
    private RedisLink? _link;
    private long _losses;
    private volatile bool _isUp;
    private bool? _logged;

    internal RedisWire(
        string configuration, string nodeName, RedisBusOptions options, RedisBusCounters counters, TimeProvider time, IIdSource ids, ILogger logger)
    {
        (_options, _counters, _time, _ids, _logger) = (options, counters, time, ids, logger);
        _configuration = ConfigurationOptions.Parse(configuration);
        _configuration.AbortOnConnectFail = true;
        _configuration.ConnectRetry = 1;
        _configuration.ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds;
        _configuration.ClientName = string.Concat(nodeName.Where(c => c is > ' ' and < '\x7f'));
        _server = string.Join(',', _configuration.EndPoints.Select(Describe));
        _running = RunAsync();
    }

    /// <summary>True while the link stands and every subscription that was wanted when it was made is in force.</summary>
    internal bool IsUp => _isUp;

    /// <summary>How many times it went down.</summary>
    internal long Losses => Volatile.Read(ref _losses);

    /// <summary>For commands; null while there is no link.</summary>
    internal IDatabase? Database => _isUp ? Volatile.Read(ref _link)?.Database : null;

    /// <summary>Runs, on any thread and not for long, each time when the wire has come up.</summary>
    internal event Action? CameUp;

    /// <summary>
    /// The link, when every subscription that was wanted when it was made is in force, and its answer to a publish counts all who
    /// hear it; else null.
    /// </summary>
    internal RedisLink? CountingLink => Volatile.Read(ref _link) is { CountsReceivers: true } link && _isUp ? link : null;

    /// <summary>False, and a loss is counted, when there is nothing to publish on: the caller need not encode.</summary>
    internal bool CanPublish
    {
        get
        {
            if (Volatile.Read(ref _link) is { HasRoom: true })
            {
                return true;
            }

            _counters.WasSent(false);
            return false;
        }
    }

    /// <summary>Sends without waiting; what cannot be sent is lost and counted.</summary>
    internal void Publish(byte[] channel, byte[] message, AudienceQuestion? question = null) =>
        _counters.WasSent(Volatile.Read(ref _link) is { } link && link.TryPublish(new RedisMessage(channel, message, question)));

    /// <summary>
    /// Wants a Redis channel until as many disposals as calls. The handler of the first call serves all; it runs on the
    /// library's threads and must not block; so does <paramref name="inForce"/>, each time when it is in force on a link.
    /// </summary>
    internal RedisSubscription Subscribe(string key, byte[] channel, Action<byte[]?> received, Action? inForce = null)
    {
        lock (_gate)
        {
            if (!_wanted.TryGetValue(key, out var subscription))
            {
                _wanted.Add(key, subscription = new RedisSubscription(this, key, channel, received, inForce));
                subscription.PutOn(_link);
            }

            subscription.Holders++;
            return subscription;
        }
    }

    /// <summary>One holder less; the last one takes the subscription with it.</summary>
    internal void Release(RedisSubscription subscription)
    {
        lock (_gate)
        {
            if (--subscription.Holders == 0)
            {
                _wanted.Remove(subscription.Key);
                _link?.Unsubscribe(subscription.Channel);
            }
        }
    }

    /// <summary>Ends when the subscription of a key is in force, or at once when there is none or no link.</summary>
    internal Task InForceAsync(string key)
    {
        lock (_gate)
        {
            return _wanted.TryGetValue(key, out var subscription) ? subscription.InForce : Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running;
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        for (var failures = 0; !_stopped.IsCancellationRequested;)
        {
            var began = _time.GetTimestamp();
            var cause = await ServeOnceAsync();
            if (_stopped.IsCancellationRequested)
            {
                return;
            }

            LogDown(cause);
            failures = _time.GetElapsedTime(began) > _options.MaxReconnectDelay + _options.ConnectTimeout ? 0 : failures + 1;
            await Task.Delay(DelayAfter(failures), _time, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lives one link to its end and returns why it ended.</summary>
    private async Task<string> ServeOnceAsync()
    {
        try
        {
            await using var link = await RedisLink.OpenAsync(_configuration, _options, _time, _stopped.Token);
            try
            {
                return await ServeAsync(link);
            }
            finally
            {
                Leave();
            }
        }
        catch (Exception e)
        {
            // Whatever the library throws when a server is away or half there: the answer is a new link.
            return e.Message;
        }
    }

    private async Task<string> ServeAsync(RedisLink link)
    {
        Task[] subscribed;
        lock (_gate)
        {
            Volatile.Write(ref _link, link);
            subscribed = [.. _wanted.Values.Select(subscription => subscription.PutOn(link))];
        }

        await Task.WhenAny(Task.WhenAll(subscribed), link.Lost).WaitAsync(_options.AnswerTimeout, _time, _stopped.Token);
        if (link.Lost.IsCompleted)
        {
            return await link.Lost;
        }

        _counters.Connected();
        _isUp = true;
        LogUp(subscribed.Length);
        CameUp?.Invoke();
        using var ping = new PeriodicTimer(_options.PingInterval, _time);
        while (await Task.WhenAny(link.Lost, ping.WaitForNextTickAsync(_stopped.Token).AsTask()) != link.Lost)
        {
            _stopped.Token.ThrowIfCancellationRequested();
            await link.PingAsync().WaitAsync(_options.AnswerTimeout, _time, _stopped.Token);
        }

        return await link.Lost;
    }

    private void Leave()
    {
        var wasUp = _isUp;
        _isUp = false;
        lock (_gate)
        {
            Volatile.Write(ref _link, null);
        }

        if (wasUp)
        {
            Interlocked.Increment(ref _losses);
        }
    }

    private TimeSpan DelayAfter(int failures)
    {
        var delay = _options.ReconnectDelay * Math.Pow(2, Math.Min(failures, 16));
        var chance = _ids.Next().GetHashCode() / (double)int.MaxValue;
        return (delay < _options.MaxReconnectDelay ? delay : _options.MaxReconnectDelay) * (1 - (Math.Abs(chance) / 2));
    }

    private void LogDown(string cause)
    {
        if (_logged is not false)
        {
            _logged = false;
            Log.Down(_logger, _server, cause);
        }
    }

    private void LogUp(int subscriptions)
    {
        _logged = true;
        Log.Up(_logger, _server, subscriptions);
    }

    private static string Describe(EndPoint server) => server is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : server.ToString()!;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis at {Server} is away: {Cause}. Streams read the log until it is back; trying again.")]
        public static partial void Down(ILogger logger, string server, string cause);

        [LoggerMessage(2, LogLevel.Information, "Redis at {Server} carries the live bus; {Subscriptions} subscriptions are in force.")]
        public static partial void Up(ILogger logger, string server, int subscriptions);
    }
}
