using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka.Writes;

/// <summary>
/// The node's writing side. The order of calls is the order in which records are handed to the client, which keeps it per
/// shard; each shard is paced by its <see cref="ShardLane"/>. What waits is bounded here, in bytes; the client's own queue is
/// larger, so it is never full. A producer that breaks is replaced: what it had is in doubt. One that breaks before anything
/// became durable, or cannot be made, is replaced later and later; until then nothing is taken. Thread-safe; never waits. A record costs no
/// allocation beyond its share of a task.
/// </summary>
internal sealed partial class LogProducer : ISenderEvents
{
    /// <summary>What a record takes beside its value, roughly: headers, key, the client's own.</summary>
    internal const int RecordOverhead = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Func<ISenderEvents, IRecordSender> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _maxPendingBytes;
    private readonly ShardLane[] _lanes;
    private readonly BurstPace _pace;
    private readonly ITimer _timer;
    private readonly SentRecords _sent = new();
    private IRecordSender? _sender;
    private long _openFrom;
    private int _broken;
    private long _bytes;
    private long _armed = long.MaxValue;
    private bool _failing;
    private bool _closing;

    internal LogProducer(Func<ISenderEvents, IRecordSender> open, KafkaLogOptions options, TimeProvider time, ILogger logger)
    {
        (_open, _time, _logger, _maxPendingBytes) = (open, time, logger, options.MaxPendingBytes);
        // A little less than the client gathers, so that a burst's records go in one batch and none waits for the next one.
        var gathering = (long)(options.Linger.TotalSeconds * 0.8 * time.TimestampFrequency);
        _lanes = [.. Enumerable.Range(0, options.ShardCount).Select(_ => new ShardLane(gathering))];
        _pace = new BurstPace(time.TimestampFrequency);
        _timer = time.CreateTimer(static self => ((LogProducer)self!).OpenDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _sender = open(this);
        }
    }

    /// <summary>
    /// Takes an owner's record; the task ends when it is durable, and has failed with <see cref="LogUnavailableException"/> when
    /// too much waits already.
    /// </summary>
    internal Task Append(int shard, LogRecord record)
    {
        lock (_gate)
        {
            if (Admit(record, 2 * _maxPendingBytes, out var bytes) is { } refusal)
            {
                return Task.FromException(refusal);
            }

            var now = Now();
            var group = _lanes[shard].Group(now, _pace.Pause);
            var done = group.Add();
            Take(new PendingRecord(shard, record, bytes, now, group, null));
            return done;
        }
    }

    /// <summary>Takes a command or a claim; the task gives its offset when it is durable, and fails as the others do.</summary>
    internal Task<long> AppendAlone(int shard, LogRecord record)
    {
        lock (_gate)
        {
            if (Admit(record, record.Kind == RecordKind.Command ? _maxPendingBytes : 2 * _maxPendingBytes, out var bytes) is { } refusal)
            {
                return Task.FromException<long>(refusal);
            }

            var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            Take(new PendingRecord(shard, record, bytes, Now(), null, done));
            return done.Task;
        }
    }

    /// <summary>Takes no more, waits a bounded time for what was taken, and ends. What is then not acknowledged fails. Blocks.</summary>
    internal void Close(TimeSpan within)
    {
        IRecordSender? sender;
        lock (_gate)
        {
            _closing = true;
            foreach (var lane in _lanes)
            {
                SendAll(lane);
            }

            sender = _sender;
        }

        _timer.Dispose();
        sender?.Close(within);
        lock (_gate)
        {
            FailAll(new LogUnavailableException("The log was closed before Kafka acknowledged the record."), Everything());
        }
    }

    void ISenderEvents.Reported(IRecordSender sender, ReadOnlySpan<SendReport> reports)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(sender, _sender))
            {
                return; // it broke: all that it had has failed already
            }

            var (durable, bytes, since) = (0, 0L, 0L);
            foreach (var report in reports)
            {
                var record = _sent.Remove(report.Ticket);
                _bytes -= record.Bytes;
                _lanes[record.Shard].Answered();
                if (report.Fault is { } fault)
                {
                    Fail(record, fault);
                    continue;
                }

                (durable, bytes, since) = (durable + 1, bytes + record.Record.Value.Length, durable == 0 ? record.Since : since);
                record.Acknowledge(report.Offset);
            }

            Count(durable, bytes, since);
            OpenAll(early: 0);
        }
    }

    void ISenderEvents.Broken(IRecordSender sender, string reason)
    {
        lock (_gate)
        {
            if (!_closing && ReferenceEquals(sender, _sender))
            {
                Replace(reason);
            }
        }
    }

    private void Replace(string reason)
    {
        Log.Broken(_logger, _sent.Count, reason);
        var broken = _sender!;
        _sender = null;
        FailAll(new LogUnavailableException($"Kafka's producer broke: {reason}"), Everything());
        // Not on this thread: it may be the broken one's own. Nor on a new one, which may not be had.
        ThreadPool.UnsafeQueueUserWorkItem(static broken => broken.Close(TimeSpan.Zero), broken, preferLocal: false);
        _ = OpenLater();
        _ = TryOpen();
    }

    private static TimeSpan Pause(int broken) =>
        broken == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(broken - 1, 10)));

    /// <summary>Makes the producer anew when its time has come. True when there is one.</summary>
    private bool TryOpen()
    {
        if (_sender is null && _time.GetTimestamp() >= _openFrom)
        {
            try
            {
                _sender = _open(this);
            }
#pragma warning disable CA1031 // Whatever the process is out of now, it may have again: on the thread that reports it would end the process.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.NotMade(_logger, OpenLater().TotalSeconds, e);
            }
        }

        return _sender is not null;
    }

    private TimeSpan OpenLater()
    {
        var pause = Pause(_broken++);
        _openFrom = _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency);
        return pause;
    }

    private Exception? Admit(LogRecord record, long limit, out int bytes)
    {
        bytes = record.Value.Length + RecordOverhead;
        if (!_closing && TryOpen() && _bytes + bytes <= limit)
        {
            _bytes += bytes;
            return null;
        }

        LogTelemetry.Refused.Add(1);
        return _closing ? new ObjectDisposedException(nameof(KafkaLog))
            : _sender is null ? new LogUnavailableException("Kafka's producer broke again and again, or cannot be made; the next one is made a little later.")
            : new LogUnavailableException($"More than {_maxPendingBytes} bytes wait for Kafka.");
    }

    private long Now()
    {
        var now = _time.GetTimestamp();
        _pace.Count(now);
        return now;
    }

    private void Take(in PendingRecord record)
    {
        var lane = _lanes[record.Shard];
        if (lane.TrySend(record, record.Since, _pace.Pause))
        {
            Send(record);
        }
        else if (lane.Due(_pace.Pause) is { } due)
        {
            Arm(due, record.Since);
        }
    }

    private void OpenDue()
    {
        lock (_gate)
        {
            _armed = long.MaxValue;
            if (!_closing)
            {
                // Shards whose pause is over a little later go now: what is written together is fetched and read together.
                OpenAll(early: _pace.Pause / 2);
            }
        }
    }

    /// <summary>Sends what waits in each lane that may go on, and sees to it that the others do when their pause is over.</summary>
    private void OpenAll(long early)
    {
        var (now, pause) = (_time.GetTimestamp(), _pace.Pause);
        foreach (var lane in _lanes)
        {
            if (lane.TryOpen(now, pause - early))
            {
                SendAll(lane);
            }
            else if (lane.Due(pause) is { } due)
            {
                Arm(due, now);
            }
        }
    }

    // One timer for all lanes: those whose pause ends within the same millisecond go together.
    private void Arm(long due, long now)
    {
        if (due >= _armed || _closing)
        {
            return;
        }

        _armed = due;
        var wait = Math.Max(0, due - now) * 1000.0 / _time.TimestampFrequency;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait)), Timeout.InfiniteTimeSpan);
    }

    private void SendAll(ShardLane lane)
    {
        while (lane.TryTake(out var record))
        {
            Send(record);
        }
    }

    private List<PendingRecord> Everything()
    {
        List<PendingRecord> all = [.. _sent.RemoveAll()];
        foreach (var lane in _lanes)
        {
            lane.Reset();
            all.AddRange(lane.Drop(all: true));
        }

        return all;
    }

    private void Send(in PendingRecord record)
    {
        if (TrySend(record))
        {
            return;
        }

        Replace("it takes nothing more");
        if (_sender is not null)
        {
            _lanes[record.Shard].SentAgain();
            if (TrySend(record))
            {
                return;
            }

            _lanes[record.Shard].Answered();
        }

        FailAll(new LogUnavailableException("Kafka's producer broke as soon as it was made."), [record]);
    }

    /// <summary>False when the sender is broken.</summary>
    private bool TrySend(in PendingRecord record)
    {
        var ticket = _sent.Add(record);
        try
        {
            if (_sender!.Send(ticket, record.Shard, record.Record))
            {
                return true;
            }

            _sent.Remove(ticket);
            return false;
        }
        catch (LogUnavailableException e)
        {
            _sent.Remove(ticket);
            FailAll(e, [record]);
            _lanes[record.Shard].Answered();
            return true;
        }
    }

    private void Fail(in PendingRecord record, string fault)
    {
        LogTelemetry.Refused.Add(1);
        record.Fail(new LogUnavailableException($"Kafka did not acknowledge the record: {fault}"));
        if (record.Group is not null)
        {
            // Behind a hole nothing of the same claim counts.
            FailAll(new LogUnavailableException($"A record before it is in doubt: {fault}"), _lanes[record.Shard].Drop(all: false));
        }

        if (!_failing)
        {
            _failing = true;
            Log.Failing(_logger, record.Shard, fault);
        }
    }

    private void FailAll(LogUnavailableException reason, IEnumerable<PendingRecord> records)
    {
        foreach (var record in records)
        {
            LogTelemetry.Refused.Add(1);
            _bytes -= record.Bytes;
            record.Fail(reason);
        }
    }

    private void Count(int durable, long bytes, long since)
    {
        if (durable == 0)
        {
            return;
        }

        _broken = 0;
        LogTelemetry.Appended.Add(durable);
        LogTelemetry.AppendedBytes.Add(bytes);
        LogTelemetry.GroupSize.Record(durable);
        LogTelemetry.CommitSeconds.Record(_time.GetElapsedTime(since).TotalSeconds);
        if (_failing)
        {
            _failing = false;
            Log.Recovered(_logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Error, "Kafka did not acknowledge a record of shard {Shard}, so it is in doubt; others may follow: {Reason}")]
        internal static partial void Failing(ILogger logger, int shard, string reason);

        [LoggerMessage(31, LogLevel.Information, "Kafka acknowledges records again.")]
        internal static partial void Recovered(ILogger logger);

        [LoggerMessage(33, LogLevel.Error, "Kafka's producer could not be made; in {Seconds} s it is tried again.")]
        internal static partial void NotMade(ILogger logger, double seconds, Exception cause);

        [LoggerMessage(32, LogLevel.Error, "Kafka's producer broke and is replaced; {Count} records are in doubt: {Reason}")]
        internal static partial void Broken(ILogger logger, int count, string reason);
    }
}
