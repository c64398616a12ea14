using Actors.Log.Tails;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Everything that is read from the topic: pages for replays by a warm pool of readers, the ends of followed shards by one
/// consumer into memory, bounds by a client of its own. Knows nothing of groups and claims. Thread-safe.
/// </summary>
internal sealed class KafkaReads : IAsyncDisposable, IPageSource
{
    /// <summary>What a fetch for pages brings: long enough to be worth its way, short enough that a single record costs little.</summary>
    private const int PageFetchBytes = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);
    // A reader that stands at the end of one shard begins with another when its fetch has returned.
    private static readonly TimeSpan PageWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TailWait = TimeSpan.FromMilliseconds(50);

    private readonly KafkaLogOptions _options;
    private readonly TimeProvider _time;
    private readonly KnownEnds _ends;
    private readonly BoundsQueries _bounds;
    private readonly PagePool _pages;
    private readonly KafkaTails _tails;

    internal KafkaReads(KafkaClients clients, KafkaLogOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time) = (options, time);
        _ends = new KnownEnds(options.ShardCount);
        var records = new RecordReader();
        ReadClient Open(ConsumerConfig config) => new(clients, options.Topic, config);
        _bounds = new BoundsQueries(Open(clients.Reader("bounds", TailWait)), _ends, options.ShardCount, time);
        _pages = new PagePool(options.Readers, number => new PageReader(Open(PageSettings(clients, number)), records, _ends, time));
        _tails = new KafkaTails(Open(TailSettings(clients)), records, _bounds, _ends, options, time, logger);
    }

    /// <inheritdoc cref="IDurableLog.ReadAsync"/>
    internal async ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        if (_tails[shard].Read(from, maxBytes, out var kept) == TailAnswer.Here)
        {
            return kept;
        }

        var deadline = Deadline();
        var end = _ends.Next(shard);
        for (var fresh = false; ; fresh = true)
        {
            if (fresh || from >= end || from < 0)
            {
                var bounds = await _bounds.AskAsync(shard, fresh, ct);
                if (from > bounds.Next || from < bounds.First)
                {
                    throw new OffsetOutOfRangeException(shard, from, fresh ? bounds : await _bounds.AskAsync(shard, fresh: true, ct));
                }

                if (from == bounds.Next)
                {
                    return new LogBatch(shard, from, from, default);
                }

                end = bounds.Next;
            }

            if (await _pages.ReadAsync(new PageJob(shard, from, end, maxBytes, null, deadline, ct)) is { } batch)
            {
                return batch;
            }

            if (fresh)
            {
                // A new leader may not know yet how far its shard reaches.
                if (_time.GetTimestamp() > deadline)
                {
                    throw new LogUnavailableException($"Kafka says both that shard {shard} holds offset {from} and that it does not.");
                }

                await Task.Delay(RetryPause, _time, ct);
            }
        }
    }

    /// <inheritdoc cref="KafkaTails.Written"/>
    internal void Written(int shard, LogRecord record) => _tails.Written(shard, record);

    /// <inheritdoc cref="IDurableLog.Follow"/>
    internal ILogFollower Follow(int shard, long from) => _tails.Follow(shard, from, this);

    /// <inheritdoc cref="IDurableLog.BoundsAsync"/>
    internal ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct) => _bounds.AskAsync(shard, fresh: false, ct);

    /// <inheritdoc cref="IRecordLookup.FindAsync"/>
    internal async ValueTask<IReadOnlyList<LogEntry>> FindAsync(int shard, IReadOnlyList<long> offsets, CancellationToken ct)
    {
        var found = new List<LogEntry>(offsets.Count);
        var wanted = new List<long>();
        foreach (var offset in offsets)
        {
            if (!_tails[shard].TryFind(offset, out var entry))
            {
                wanted.Add(offset);
            }
            else if (entry is { } kept)
            {
                found.Add(kept);
            }
        }

        if (wanted.Count == 0)
        {
            return found;
        }

        var first = 0L;
        var end = _ends.Next(shard);
        if (wanted[^1] >= end || wanted[0] < 0)
        {
            (first, end) = await _bounds.AskAsync(shard, fresh: false, ct);
        }

        var there = wanted.SkipWhile(o => o < first).TakeWhile(o => o < end).ToArray();
        if (there.Length > 0)
        {
            var each = (there.Length + _options.Readers - 1) / _options.Readers;
            var deadline = Deadline();
            var jobs = Enumerable.Range(0, (there.Length + each - 1) / each)
                .Select(n => new ArraySegment<long>(there, n * each, Math.Min(each, there.Length - (n * each))))
                .Select(part => _pages.ReadAsync(new PageJob(shard, part[0], end, 0, part, deadline, ct)));
            var kept = found.Count > 0 ? found[0].Offset : long.MaxValue;
            found.InsertRange(0, (await Task.WhenAll(jobs)).SelectMany(batch => batch!.Entries.ToArray()));
            if (there[^1] > kept)
            {
                // The tail had come no further yet, or began anew between two of the offsets.
                found.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
            }
        }

        return found;
    }

    /// <inheritdoc cref="IRecordLookup.OffsetAtAsync"/>
    internal ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct) => _bounds.OffsetAtAsync(shard, time, ct);

    /// <inheritdoc/>
    ValueTask<LogBatch> IPageSource.ReadAsync(int shard, long from, int maxBytes, CancellationToken ct) => ReadAsync(shard, from, maxBytes, ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _tails.DisposeAsync();
        await _pages.DisposeAsync();
        await _bounds.DisposeAsync();
    }

    private long Deadline() => _time.GetTimestamp() + (long)(Patience.TotalSeconds * _time.TimestampFrequency);

    private static ConsumerConfig PageSettings(KafkaClients clients, int number)
    {
        var config = clients.Reader($"pages-{number}", PageWait);
        config.EnablePartitionEof = true;
        config.QueuedMinMessages = PageReader.QueuedMessages;
        config.MaxPartitionFetchBytes = PageFetchBytes;
        config.FetchErrorBackoffMs = (int)RetryPause.TotalMilliseconds;
        return config;
    }

    private static ConsumerConfig TailSettings(KafkaClients clients)
    {
        var config = clients.Reader("tails", TailWait);
        config.FetchErrorBackoffMs = (int)RetryPause.TotalMilliseconds;
        return config;
    }
}
