using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka.Writes;

/// <summary>
/// The node's writing side. The order of calls is the order in which records are handed to the client, which keeps it per
/// shard. What the client's queue does not hold waits here in the same order, until reports make place: a full queue is
/// back-pressure, no doubt. A producer that breaks is replaced; what it had is in doubt, what waits here goes to the new one.
/// Thread-safe; never waits.
/// </summary>
internal sealed partial class LogProducer : ISenderEvents
{
    /// <summary>What a record takes beside its value, roughly: headers, key, the client's own.</summary>
    internal const int RecordOverhead = 256;

    private readonly object _gate = new();
    private readonly Func<ISenderEvents, IRecordSender> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _maxPendingBytes;
    private readonly long _gathering;
    private readonly AppendGroup?[] _groups;
    private readonly LinkedList<PendingRecord> _sent = [];
    private readonly Queue<PendingRecord> _waiting = new();
    private IRecordSender _sender;
    private long _bytes;
    private bool _failing;
    private bool _closing;

    internal LogProducer(Func<ISenderEvents, IRecordSender> open, KafkaLogOptions options, TimeProvider time, ILogger logger)
    {
        (_open, _time, _logger, _maxPendingBytes) = (open, time, logger, options.MaxPendingBytes);
        // A little less than the client gathers, so that a group's records go in one batch and none waits for the next one.
        _gathering = (long)(options.Linger.TotalSeconds * 0.8 * time.TimestampFrequency);
        _groups = new AppendGroup?[options.ShardCount];
        _sender = open(this);
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

            var now = _time.GetTimestamp();
            if (_groups[shard] is not { Sealed: false } group || now - group.Began >= _gathering)
            {
                _groups[shard] = group = new AppendGroup(now);
            }

            var done = group.Add();
            Take(new PendingRecord(shard, record, bytes, group));
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

            var pending = new PendingRecord(shard, record, bytes, null);
            Take(pending);
            return pending.Offset;
        }
    }

    /// <summary>Takes no more, waits a bounded time for what was taken, and ends. What is then not acknowledged fails. Blocks.</summary>
    internal void Close(TimeSpan within)
    {
        IRecordSender sender;
        lock (_gate)
        {
            _closing = true;
            sender = _sender;
        }

        sender.Close(within);
        lock (_gate)
        {
            FailAll(new LogUnavailableException("The log was closed before Kafka acknowledged the record."), _waiting);
            FailAll(new LogUnavailableException("The log was closed before Kafka acknowledged the record."), _sent);
            _waiting.Clear();
            _sent.Clear();
        }
    }

    void ISenderEvents.Acknowledged(PendingRecord record, long offset)
    {
        lock (_gate)
        {
            if (!Settle(record))
            {
                return;
            }

            LogTelemetry.Appended.Add(1);
            LogTelemetry.AppendedBytes.Add(record.Bytes);
            record.Acknowledged(offset);
            if (_failing)
            {
                _failing = false;
                Log.Recovered(_logger);
            }

            SendWaiting();
        }
    }

    void ISenderEvents.Failed(PendingRecord record, string reason)
    {
        lock (_gate)
        {
            if (!Settle(record))
            {
                return;
            }

            LogTelemetry.Refused.Add(1);
            record.Fail(new LogUnavailableException($"Kafka did not acknowledge the record: {reason}"));
            if (!_failing)
            {
                _failing = true;
                Log.Failing(_logger, record.Shard, reason);
            }

            SendWaiting();
        }
    }

    void ISenderEvents.Broken(IRecordSender sender, string reason)
    {
        lock (_gate)
        {
            if (_closing || !ReferenceEquals(sender, _sender))
            {
                return;
            }

            Log.Broken(_logger, _sent.Count, reason);
            var lost = _sent.ToArray();
            foreach (var record in lost)
            {
                Settle(record);
            }

            FailAll(new LogUnavailableException($"Kafka's producer broke: {reason}"), lost);
            _sender = _open(this);
            SendWaiting();
        }

        // Not on this thread: it is the sender's own.
        new Thread(() => sender.Close(TimeSpan.Zero)) { Name = "kafka-producer-end", IsBackground = true }.Start();
    }

    private Exception? Admit(LogRecord record, long limit, out int bytes)
    {
        bytes = record.Value.Length + RecordOverhead;
        if (!_closing && _bytes + bytes <= limit)
        {
            _bytes += bytes;
            return null;
        }

        LogTelemetry.Refused.Add(1);
        return _closing ? new ObjectDisposedException(nameof(KafkaLog)) : new LogUnavailableException($"More than {_maxPendingBytes} bytes wait for Kafka.");
    }

    private void Take(PendingRecord record)
    {
        if (_waiting.Count > 0 || !TrySend(record))
        {
            _waiting.Enqueue(record);
        }
    }

    private void SendWaiting()
    {
        while (_waiting.TryPeek(out var next) && TrySend(next))
        {
            _waiting.Dequeue();
        }
    }

    /// <summary>True when the record is the client's now, or has failed.</summary>
    private bool TrySend(PendingRecord record)
    {
        try
        {
            if (!_sender.TrySend(record))
            {
                return false;
            }

            record.Sent = _sent.AddLast(record);
        }
        catch (LogUnavailableException e)
        {
            _bytes -= record.Bytes;
            LogTelemetry.Refused.Add(1);
            record.Fail(e);
        }

        return true;
    }

    /// <summary>False when the record was given up before: its sender broke.</summary>
    private bool Settle(PendingRecord record)
    {
        if (record.Sent is not { } place)
        {
            return false;
        }

        record.Sent = null;
        _sent.Remove(place);
        _bytes -= record.Bytes;
        return true;
    }

    private static void FailAll(LogUnavailableException reason, IEnumerable<PendingRecord> records)
    {
        foreach (var record in records)
        {
            LogTelemetry.Refused.Add(1);
            record.Fail(reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Error, "Kafka did not acknowledge a record of shard {Shard}, so it is in doubt; others may follow: {Reason}")]
        internal static partial void Failing(ILogger logger, int shard, string reason);

        [LoggerMessage(31, LogLevel.Information, "Kafka acknowledges records again.")]
        internal static partial void Recovered(ILogger logger);

        [LoggerMessage(32, LogLevel.Error, "Kafka's producer broke and is replaced; {Count} records are in doubt: {Reason}")]
        internal static partial void Broken(ILogger logger, int count, string reason);
    }
}
