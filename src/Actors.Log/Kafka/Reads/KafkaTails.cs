using Actors.Log.Kafka.Native;
using Actors.Log.Tails;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// The ends of the shards that are followed on this node: one client and one thread bring new records into one tail per shard,
/// which all of its followers share. A tail begins at the end of the log when its first follower comes and ends a while after
/// the last has gone. When fetching breaks off it begins again at the end, and the followers read from pages what lies between.
/// What this node has written comes back as the records that were written. Thread-safe.
/// </summary>
internal sealed partial class KafkaTails : IAsyncDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);
    private const int Capacity = 8192;
    private const int PollMilliseconds = 500;

    private readonly ReadClient _client;
    private readonly RecordReader _records;
    private readonly BoundsQueries _bounds;
    private readonly KnownEnds _ends;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Shard[] _shards;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal KafkaTails(ReadClient client, RecordReader records, BoundsQueries bounds, KnownEnds ends, KafkaLogOptions options, TimeProvider time, ILogger logger)
    {
        (_client, _records, _bounds, _ends, _time, _logger) = (client, records, bounds, ends, time, logger);
        _shards = [.. Enumerable.Range(0, options.ShardCount).Select(n => new Shard(n, new ShardTail(n, options.TailRecords, options.TailBytes)))];
        new Thread(Run) { Name = "log-tails", IsBackground = true }.Start();
    }

    /// <summary>A shard's tail; closed when nobody follows it.</summary>
    internal ShardTail this[int shard] => _shards[shard].Tail;

    /// <summary>A record of an owner is about to be written.</summary>
    internal void Written(int shard, LogRecord record) => _shards[shard].Written.Add(record);

    /// <summary>A follower of a shard.</summary>
    internal ILogFollower Follow(int number, long from, IPageSource pages)
    {
        var shard = _shards[number];
        lock (shard)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(IDurableLog));
            shard.Followers++;
            if (shard.State == ShardState.Closed)
            {
                shard.State = ShardState.Opening;
                shard.Opened = OpenAsync(shard);
                LogTelemetry.Tails.Add(1);
            }
        }

        return new TailFollower(shard.Tail, pages, number, from, () => Left(shard));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _client.Wake();
        foreach (var shard in _shards)
        {
            await shard.Opened;
            shard.Tail.Close();
        }

        await _stopped.Task;
        LogTelemetry.Tails.Add(-_shards.Count(s => s.State != ShardState.Closed));
        _client.Dispose();
        _stop.Dispose();
    }

    private void Left(Shard shard)
    {
        lock (shard)
        {
            shard.Followers--;
            shard.LastLeft = _time.GetTimestamp();
        }
    }

    private async Task OpenAsync(Shard shard)
    {
        // Off the caller's thread, which only wants its follower.
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var bounds = await _bounds.AskAsync(shard.Number, fresh: false, _stop.Token);
                lock (shard)
                {
                    shard.Tail.Open(bounds);
                    // Open before the first record may come: one that finds it otherwise is passed over.
                    shard.State = ShardState.Open;
                    shard.Written.Open();
                    _client.Start(shard.Number, bounds.Next);
                }

                return;
            }
            catch (Exception e) when (e is LogUnavailableException or OperationCanceledException or ObjectDisposedException)
            {
                shard.State = ShardState.Opening;
                if (!_stop.IsCancellationRequested)
                {
                    Log.NotOpened(_logger, shard.Number, e);
                    await Task.Delay(RetryPause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    private unsafe void Run()
    {
        var messages = stackalloc RdMessage*[Capacity];
        while (!_stop.IsCancellationRequested)
        {
            var count = _client.Take(messages, Capacity, PollMilliseconds);
            for (var i = 0; i < count; i++)
            {
                Keep(_shards[messages[i]->Shard], messages[i]);
                ReadClient.Release(messages[i]);
            }

            foreach (var shard in _shards)
            {
                Publish(shard);
                CloseIfLeft(shard);
            }
        }

        foreach (var shard in _shards.Where(s => s.State == ShardState.Open))
        {
            _client.Stop(shard.Number);
        }

        _stopped.SetResult();
    }

    private unsafe void Keep(Shard shard, RdMessage* message)
    {
        if (shard.State != ShardState.Open)
        {
            // Taken together with what broke the shard off: the pages have it.
            return;
        }

        if (message->Error != RdKafka.Ok)
        {
            OpenAgain(shard, RdConf.Text(message->Error));
            return;
        }

        try
        {
            if (_records.Read(message, shard.Written) is { } entry)
            {
                shard.Arrived.Add(entry);
            }

            shard.Next = message->Offset + 1;
        }
        catch (RecordFormatException e)
        {
            // Who reads on from here meets it in the pages; the other shards have nothing to do with it.
            Publish(shard);
            OpenAgain(shard, e.Message);
        }
    }

    private void Publish(Shard shard)
    {
        if (shard.Next < 0)
        {
            return;
        }

        shard.Tail.Publish(shard.Arrived, shard.Next);
        _ends.Learn(shard.Number, shard.Next);
        LogTelemetry.RecordsRead.Add(shard.Arrived.Count);
        shard.Arrived.Clear();
        shard.Next = -1;
    }

    private void OpenAgain(Shard shard, string why)
    {
        lock (shard)
        {
            if (shard.State != ShardState.Open)
            {
                return;
            }

            Log.Reopened(_logger, shard.Number, why);
            _client.Stop(shard.Number);
            // From here on its followers look in the pages; the new beginning wakes those that wait.
            shard.Tail.Shut();
            shard.Written.Close();
            shard.State = ShardState.Opening;
            shard.Opened = OpenAsync(shard);
        }
    }

    private void CloseIfLeft(Shard shard)
    {
        if (shard.State != ShardState.Open || shard.Followers > 0)
        {
            return;
        }

        lock (shard)
        {
            if (shard.State == ShardState.Open && shard.Followers == 0 && _time.GetElapsedTime(shard.LastLeft) > Linger)
            {
                _client.Stop(shard.Number);
                shard.Tail.Shut();
                shard.Written.Close();
                shard.State = ShardState.Closed;
                LogTelemetry.Tails.Add(-1);
            }
        }
    }

    private enum ShardState
    {
        Closed,
        Opening,
        Open,
    }

    private sealed class Shard(int number, ShardTail tail)
    {
        internal int Number { get; } = number;

        internal ShardTail Tail { get; } = tail;

        internal WrittenRecords Written { get; } = new();

        internal ShardState State { get; set; }

        internal int Followers { get; set; }

        internal long LastLeft { get; set; }

        internal Task Opened { get; set; } = Task.CompletedTask;

        internal List<LogEntry> Arrived { get; } = [];

        internal long Next { get; set; } = -1;
    }

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Warning, "The end of shard {Shard} cannot be read yet.")]
        internal static partial void NotOpened(ILogger logger, int shard, Exception cause);

        [LoggerMessage(41, LogLevel.Warning, "The end of shard {Shard} is read anew: {Why}")]
        internal static partial void Reopened(ILogger logger, int shard, string why);
    }
}
