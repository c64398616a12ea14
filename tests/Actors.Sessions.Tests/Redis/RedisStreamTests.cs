using Actors.Sessions.Tests.Support;
using Actors.TestServers;

namespace Actors.Sessions.Tests.Redis;

/// <summary>Streams of one node, events of another, a real Redis between them that dies in the middle: no hole, no repeat.</summary>
[Trait("Server", "redis")]
public sealed class RedisStreamTests : IAsyncLifetime
{
    private const int Busy = 3;

    private static readonly string[] Channels = ["channel:a", "channel:b", "user:ada", "channel:quiet"];
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly MemoryLog _log = new(3);
    private readonly List<Hearer> _hearers = [];
    private readonly CancellationTokenSource _enough = new();
    private RedisServer _redis = null!;
    private LiveNode _reader = null!;
    private LiveNode _writer = null!;
    private LiveOwner _owner = null!;
    private Task _emitting = Task.CompletedTask;
    private int _emitted;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_writer, _reader) = (new LiveNode(_log, _redis, "writer"), new LiveNode(_log, _redis, "reader"));
        _owner = new LiveOwner(_log, _writer.Bus);
        await Until.TrueAsync(() => _writer.Bus.IsUp && _reader.Bus.IsUp, "both nodes are up");
    }

    public async Task DisposeAsync()
    {
        _hearers.ForEach(hearer => hearer.Client.Leave());
        _owner.Dispose();
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
        await _redis.DisposeAsync();
        _enough.Dispose();
    }

    [Fact]
    public async Task A_stream_outlives_Redis_without_hole_or_repeat()
    {
        _emitting = EmitAsync();
        await OpenAsync();
        await CameAsync(100);
        _reader.Bus.Counters.Received.ShouldBeGreaterThan(0, "frames come over Redis");

        await _redis.KillAsync();
        await Until.TrueAsync(() => !_reader.Bus.IsUp && !_writer.Bus.IsUp, "both nodes know that Redis is away");
        await OpenAsync();
        await CameAsync(100);

        await _redis.StartAgainAsync();
        await Until.TrueAsync(() => _reader.Bus.IsUp && _writer.Bus.IsUp, "both nodes are up again");
        var received = _reader.Bus.Counters.Received;
        await OpenAsync();
        await CameAsync(100);
        _reader.Bus.Counters.Received.ShouldBeGreaterThan(received + 50, "frames come over Redis again");

        await _enough.CancelAsync();
        await _emitting;
        await HeardAsync(_emitted);
    }

    [Theory]
    [InlineData("CLIENT KILL TYPE pubsub")]
    [InlineData("CLIENT KILL TYPE normal")]
    public async Task A_stream_outlives_lost_connections_without_hole_or_repeat(string kill)
    {
        _emitting = EmitAsync();
        await OpenAsync();
        for (var losses = 1; losses <= 5; losses++)
        {
            await CameAsync(20);
            await _redis.CommandAsync(kill);
            await Until.TrueAsync(() => _reader.Bus.Losses >= losses, "the loss is seen");
            await Until.TrueAsync(() => _reader.Bus.IsUp && _writer.Bus.IsUp, "both nodes are up again");
        }

        await _enough.CancelAsync();
        await _emitting;
        await HeardAsync(_emitted);
    }

    [Fact]
    public async Task The_last_event_before_a_silence_is_not_lost_with_the_connection_that_carried_it()
    {
        await OpenAsync();
        EmitOne();
        await HeardAsync(1);

        // The event and its digest are lost with the connections, and then nobody says anything any more.
        await _redis.CommandAsync("CLIENT KILL TYPE pubsub");
        EmitOne();
        _owner.DigestAll();

        await HeardAsync(2, within: TimeSpan.FromSeconds(5));
    }

    /// <summary>Emits round the channels but the quiet one, with a digest now and then, until it is enough.</summary>
    private async Task EmitAsync()
    {
        using var timer = new PeriodicTimer(Beat);
        for (var beat = 0; !_enough.IsCancellationRequested; beat++)
        {
            await timer.WaitForNextTickAsync();
            for (var i = 0; i < Busy; i++)
            {
                EmitOne();
            }

            if (beat % 25 == 0)
            {
                _owner.DigestAll();
            }
        }
    }

    private void EmitOne()
    {
        _owner.Emit(Channels[_emitted % Busy], _emitted);
        Interlocked.Increment(ref _emitted);
    }

    private async Task OpenAsync()
    {
        foreach (var channels in (string[][])[["channel:a"], ["channel:b", "channel:quiet"], Channels])
        {
            var hearer = new Hearer(channels);
            _hearers.Add(hearer);
            _ = _reader.Hub.RunAsync(Node.Request(channels) with { FromEarliest = true }, hearer.Client.Output, hearer.Client.Gone.Token);
            await Until.TrueAsync(() => hearer.Client.Read() > 0, "the stream begins");
        }
    }

    /// <summary>Ends when everyone has heard so many more of what is emitted from now on.</summary>
    private async Task CameAsync(int more)
    {
        var aim = Volatile.Read(ref _emitted) + more;
        await Until.TrueAsync(() => Volatile.Read(ref _emitted) >= aim || _emitting.IsCompleted, "events are emitted");
        _emitting.IsCompleted.ShouldBeFalse(_emitting.Exception?.ToString());
        await HeardAsync(aim);
    }

    /// <summary>Ends when everyone has heard the first so many events, each once and in its channel's order.</summary>
    private async Task HeardAsync(int emitted, TimeSpan? within = null)
    {
        foreach (var hearer in _hearers)
        {
            var expected = Enumerable.Range(0, emitted).Where(n => hearer.Channels.Contains(Channels[n % Busy])).ToArray();
            await Until.TrueAsync(
                () =>
                {
                    hearer.Read();
                    return hearer.Numbers.Count(n => n < emitted) >= expected.Length;
                },
                $"{expected.Length} events on {string.Join(' ', hearer.Channels)}",
                within);
            for (var i = 0; i < Busy; i++)
            {
                hearer.Numbers.Where(n => n < emitted && n % Busy == i).ShouldBe(expected.Where(n => n % Busy == i));
            }
        }
    }
}
