using Actors.Contracts;
using Actors.Log.Kafka.Placing;
using Actors.Log.Kafka.Reads;
using Actors.Log.Kafka.Writes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka;

/// <summary>
/// The log of a cluster: one topic, whose partitions are the shards. A consumer group places the shards on nodes and holds
/// their recovery points as its committed offsets; who may write is decided by claims in the log itself. Offsets rise, but not
/// always by one: what others have written into the topic and is no record stands between. Thread-safe.
/// </summary>
public sealed class KafkaLog : IDurableLog, IRecordLookup
{
    private static readonly TimeSpan MostFlush = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly LogArguments _arguments;
    private readonly KafkaLogOptions _options;
    private readonly KafkaClients _clients;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupMember _member;
    private readonly GroupOffsets _offsets;
    private readonly LogProducer _producer;
    private readonly KafkaReads _reads;
    private int _running;
    private int _disposed;

    private KafkaLog(KafkaLogOptions options, KafkaClients clients, TimeProvider time, ILogger logger)
    {
        (_options, _clients, _time, _logger) = (options, clients, time, logger);
        _arguments = new LogArguments(options.ShardCount);
        _member = new GroupMember(options.ShardCount);
        _offsets = new GroupOffsets(clients, options, _member);
        _producer = new LogProducer(events => new RdProducer(clients, options.Topic, events), options, time, logger);
        _reads = new KafkaReads(clients, options, time, logger);
    }

    /// <inheritdoc/>
    public uint LogId { get; private set; }

    /// <inheritdoc/>
    public int ShardCount => _options.ShardCount;

    /// <summary>Opens the log, making its topic where it is missing. Several nodes may do so at once.</summary>
    /// <param name="options">How the log works.</param>
    /// <param name="time">The clock for what is waited for.</param>
    /// <param name="ids">Where a new log's id comes from.</param>
    /// <param name="logger">Where the log and the client library report.</param>
    /// <param name="ct">Stops the opening.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the topic has another number of partitions or is compacted.</exception>
    /// <exception cref="LogUnavailableException">Kafka does not answer, or its library is not installed.</exception>
    public static async Task<KafkaLog> OpenAsync(
        KafkaLogOptions options, TimeProvider time, IIdSource ids, ILogger<KafkaLog> logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(ids);
        var clients = new KafkaClients(options, logger, time);
        using (var admin = clients.Admin())
        {
            await new TopicSetup(admin, options, time, logger).EnsureAsync(ct);
        }

        var log = new KafkaLog(options, clients, time, logger);
        try
        {
            await log.IdentifyAsync(ids, ct);
            return log;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LogPosition> SubmitAsync(LogRecord command, CancellationToken ct)
    {
        var shard = _arguments.ShardOfCommand(command);
        ct.ThrowIfCancellationRequested();
        using var activity = LogTelemetry.Source.StartActivity("log.submit");
        try
        {
            return new LogPosition(shard, await _producer.AppendAlone(shard, command).WaitAsync(_options.SubmitTimeout, _time, ct));
        }
        catch (TimeoutException)
        {
            throw new LogUnavailableException(
                $"Kafka did not acknowledge the command within {_options.SubmitTimeout.TotalSeconds:0.##} s (Kafka:SubmitTimeout); whether it lands is unknown.");
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(IShardHost host, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            throw new InvalidOperationException("A node takes part in the placement once.");
        }

        try
        {
            await new Placement(_clients, _options, _member, host, _time, _logger, ct).RunAsync();
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> ClaimAsync(int shard, LogRecord claim, CancellationToken ct)
    {
        LogArguments.Claim(claim);
        await _offsets.ProveAsync(_arguments.Shard(shard), ct);
        return await _producer.AppendAlone(shard, claim).WaitAsync(ct);
    }

    /// <inheritdoc/>
    public Task AppendAsync(int shard, LogRecord record, CancellationToken ct)
    {
        LogArguments.Appended(record);
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled(ct);
        }

        // Before it is sent: it may come back at once.
        _reads.Written(_arguments.Shard(shard), record);
        return _producer.Append(shard, record);
    }

    /// <inheritdoc/>
    public ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        return _reads.ReadAsync(_arguments.Shard(shard), from, maxBytes, ct);
    }

    /// <inheritdoc/>
    public ILogFollower Follow(int shard, long from) => _reads.Follow(_arguments.Shard(shard), from);

    /// <inheritdoc/>
    public ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct) => _reads.BoundsAsync(_arguments.Shard(shard), ct);

    /// <inheritdoc/>
    public async ValueTask CommitPointAsync(int shard, long pointOffset, long recoverFrom, CancellationToken ct)
    {
        _arguments.Shard(shard);
        LogArguments.Expect(pointOffset > 0, "A point's offset is that of a record that was acknowledged, and no claim stands behind it.");
        LogArguments.Point(pointOffset, recoverFrom);
        await _offsets.CommitAsync(shard, pointOffset, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<long?> ReadPointAsync(int shard, CancellationToken ct) => await _offsets.ReadAsync(_arguments.Shard(shard), ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogEntry>> FindAsync(int shard, IReadOnlyList<long> offsets, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        return _reads.FindAsync(_arguments.Shard(shard), offsets, ct);
    }

    /// <inheritdoc/>
    public ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct) => _reads.OffsetAtAsync(_arguments.Shard(shard), time, ct);

    /// <summary>Ends it: what was taken is waited for, at most 10 s. <see cref="RunAsync"/> must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _reads.DisposeAsync();
        await OwnThread.RunAsync("kafka-close", () =>
        {
            _producer.Close(_options.DeliveryTimeout < MostFlush ? _options.DeliveryTimeout : MostFlush);
            _offsets.Dispose();
            return 0;
        });
    }

    private async Task IdentifyAsync(IIdSource ids, CancellationToken ct)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                LogId = await FindIdAsync(ids, ct);
                return;
            }
            catch (Exception e) when (e is KafkaException or LogUnavailableException)
            {
                // A topic that was just made, or a cluster that was just started, has no leader or coordinator everywhere yet.
                if (_time.GetElapsedTime(began) > ReadyWithin)
                {
                    throw new LogUnavailableException($"Shard 0 of topic {_options.Topic} cannot be read: {_clients.Hide(e.Message)}");
                }
            }

            await Task.Delay(TryAgainAfter, _time, ct);
        }
    }

    private async Task<uint> FindIdAsync(IIdSource ids, CancellationToken ct)
    {
        var identity = new LogIdentity(_clients, _options);
        var point = await _offsets.ReadAsync(0, ct);
        if (await OwnThread.RunAsync("kafka-open", () => identity.Find(point, ct)) is { } known)
        {
            return known;
        }

        var points = await Task.WhenAll(Enumerable.Range(0, ShardCount).Select(shard => _offsets.ReadAsync(shard, ct)));
        var id = await OwnThread.RunAsync("kafka-open", () => identity.FindElsewhere(points, ct)) ?? LogIdentity.NewId(ids);
        await _producer.AppendAlone(0, LogIdentity.PointOf(id)).WaitAsync(ct);
        return await OwnThread.RunAsync("kafka-open", () => identity.Find(point, ct)) ?? throw new LogUnavailableException("The log's id is gone as soon as it was made.");
    }
}
