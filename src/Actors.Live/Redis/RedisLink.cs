using StackExchange.Redis;

namespace Actors.Live.Redis;

/// <summary>
/// One life of the connections to one server, one for commands and one for subscriptions. It never connects again: whoever
/// holds it makes a new one when <see cref="Lost"/> ends, so what is subscribed is always exactly what was subscribed on this
/// link. Thread-safe.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConnectionMultiplexer _connection;
    private readonly ISubscriber _subscriber;
    private readonly RedisOutbox _outbox;

    private RedisLink(ConnectionMultiplexer connection, long maxPendingBytes, TimeProvider time)
    {
        _connection = connection;
        _subscriber = connection.GetSubscriber();
        Database = connection.GetDatabase();
        _outbox = new RedisOutbox(Database, maxPendingBytes, Fail, time);
        CountsReceivers = connection.GetEndPoints() is [var only] && connection.GetServer(only).ServerType == ServerType.Standalone;
        connection.ConnectionFailed += (_, e) => Fail($"{e.ConnectionType} connection: {e.FailureType}");
    }

    /// <summary>For everything that is no publish or subscription.</summary>
    internal IDatabase Database { get; }

    /// <summary>
    /// True when the answer to a publish counts all who hear it: of a cluster's or of replicas' subscribers one server knows its own
    /// only.
    /// </summary>
    internal bool CountsReceivers { get; }

    /// <summary>Ends with the cause when either connection is lost.</summary>
    internal Task<string> Lost => _lost.Task;

    /// <summary>False when too much waits to be sent or answered.</summary>
    internal bool HasRoom => _outbox.HasRoom;

    /// <summary>Connects; ends when both connections have answered.</summary>
    /// <exception cref="RedisConnectionException">Nobody answers, or refuses.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    internal static async Task<RedisLink> OpenAsync(ConfigurationOptions configuration, RedisBusOptions options, TimeProvider time, CancellationToken ct)
    {
        var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            // The library's own time-out comes first, unless it is stuck.
            await connecting.WaitAsync(options.ConnectTimeout * 2, time, ct);
        }
        catch
        {
            _ = AbandonAsync(connecting);
            throw;
        }

        var link = new RedisLink(await connecting, options.MaxPendingBytes, time);
        try
        {
            await link.AnswersAsync(time, ct).WaitAsync(options.AnswerTimeout, time, ct);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands a message to the connection. False when too much waits there already.</summary>
    internal bool TryPublish(in RedisMessage message) => _outbox.TryAdd(message);

    /// <summary>Subscribes; ends when the subscription is in force, or the link is lost. Handlers run one after the other in the order of arrival.</summary>
    internal async Task SubscribeAsync(byte[] channel, Action<byte[]?> received)
    {
        try
        {
            await _subscriber.SubscribeAsync(channel, (_, message) => received(message));
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException or TaskCanceledException)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Ends a subscription without waiting for it.</summary>
    internal void Unsubscribe(byte[] channel)
    {
        try
        {
            _ = _subscriber.UnsubscribeAsync(channel, null, CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Ends when both connections have answered everything that was asked before.</summary>
    internal Task PingAsync() => Task.WhenAll(Database.PingAsync(), _subscriber.PingAsync());

    /// <summary>Declares the link lost.</summary>
    internal void Fail(string cause) => _lost.TrySetResult(cause);

    public async ValueTask DisposeAsync()
    {
        Fail("closed");
        await _connection.CloseAsync(allowCommandsToComplete: false);
        _outbox.Dispose();
        _connection.Dispose();
    }

    // The library says that it is connected when the connection for commands is; the other one may come later.
    private async Task AnswersAsync(TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await PingAsync();
                return;
            }
            catch (RedisException) when (!_lost.Task.IsCompleted)
            {
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    private static async Task AbandonAsync(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            using var connection = await connecting;
            await connection.CloseAsync(allowCommandsToComplete: false);
        }
        catch (RedisConnectionException)
        {
            // It was given up because of that.
        }
    }
}
