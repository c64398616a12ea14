using Actors.Log.Tails;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Sqlite;

/// <summary>
/// The one thread that writes. While a group of records becomes durable the next one gathers; there is no artificial delay.
/// Takes a record in by a short lock: its offset and its validity are decided there, in the order of the calls. A record costs
/// no allocation beyond its place in a list. A failure fails the group and everything that came in behind it, since those
/// offsets build on it; then it goes on from what is durable.
/// </summary>
internal sealed partial class LogWriter
{
    /// <summary>What a record takes beside its value, roughly: header, channel, row.</summary>
    private const int RecordOverhead = 96;

    private readonly object _gate = new();
    private readonly LogFile _file;
    private readonly ShardTail[] _tails;
    private readonly SqliteLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ShardEnd[] _taken;
    private readonly ShardEnd[] _durable;
    private readonly Queue<WriterChore> _chores = new();
    private readonly WalGauge _wal = new();
    private readonly Checkpointer _checkpointer;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GroupCommit _gathering;
    private long _inFlight;
    private bool _idle;
    private bool _closing;
    private bool _failing;

    internal LogWriter(LogFile file, ShardEnd[] ends, ShardTail[] tails, SqliteLogOptions options, TimeProvider time, ILogger logger)
    {
        (_file, _tails, _options, _time, _logger) = (file, tails, options, time, logger);
        (_taken, _durable) = ([.. ends], [.. ends]);
        _gathering = new GroupCommit(ends.Length);
        _checkpointer = new Checkpointer(file.Path, () => Enqueue(new CheckpointStep(empty => _wal.Ended(_file.Database.TakePagesWritten(), empty))), logger);
        new Thread(Run) { Name = "log-writer", IsBackground = true }.Start();
    }

    /// <summary>Takes a record in; the task ends when it is durable. Never throws; a refused record is a failed task.</summary>
    internal Task Append(int shard, LogRecord record, out long offset)
    {
        var bytes = record.Value.Length + RecordOverhead;
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var limit = record.Kind == RecordKind.Command ? _options.MaxPendingBytes : 2 * _options.MaxPendingBytes;
        lock (_gate)
        {
            ref var end = ref _taken[shard];
            offset = end.Next;
            if (_closing || _gathering.Bytes + _inFlight > limit || !end.Takes(record))
            {
                LogTelemetry.Refused.Add(1);
                return Task.FromException(Refusal(shard, record, end));
            }

            var time = Math.Max(end.Time, now);
            _gathering.Add(shard, new LogEntry(offset, time, record), bytes);
            end = end.Behind(record, time);
            return Gathered();
        }
    }

    /// <summary>Stores a recovery point; the task ends when it is durable.</summary>
    internal Task Store(StoredPoint point)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return Task.FromException(new ObjectDisposedException(nameof(SqliteLog)));
            }

            _gathering.Points.Add(point);
            return Gathered();
        }
    }

    /// <summary>Lets the writer do something else between two groups.</summary>
    internal void Enqueue(WriterChore chore)
    {
        lock (_gate)
        {
            if (_closing)
            {
                chore.Fail(new ObjectDisposedException(nameof(SqliteLog)));
                return;
            }

            _chores.Enqueue(chore);
            Wake();
        }
    }

    /// <summary>Takes no more, writes what was taken and ends the thread.</summary>
    internal async Task CloseAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Wake();
        }

        await _stopped.Task;
        await _checkpointer.CloseAsync();
    }

    private Task Gathered()
    {
        Wake();
        return _gathering.Done;
    }

    private void Wake()
    {
        if (_idle)
        {
            _idle = false;
            Monitor.Pulse(_gate);
        }
    }

    private Exception Refusal(int shard, LogRecord record, in ShardEnd end) =>
        _closing ? new ObjectDisposedException(nameof(SqliteLog))
        : !end.Takes(record) ? new StaleClaimException(
            $"Shard {shard} takes number {end.NextSeq} of claim {end.Claim}, not number {record.Seq} of claim {record.Stamp}.")
        : new LogUnavailableException($"More than {_options.MaxPendingBytes} bytes wait for the disk.");

    private void Run()
    {
        while (Next(out var group, out var chore))
        {
            if (chore is not null)
            {
                chore.Run(_file);
            }

            if (group is not null)
            {
                Write(group);
            }
        }

        _stopped.SetResult();
    }

    private bool Next(out GroupCommit? group, out WriterChore? chore)
    {
        lock (_gate)
        {
            _inFlight = 0;
            while (_gathering.IsEmpty && _chores.Count == 0)
            {
                if (_closing)
                {
                    (group, chore) = (null, null);
                    return false;
                }

                _idle = true;
                Monitor.Wait(_gate);
            }

            _idle = false;
            _chores.TryDequeue(out chore);
            group = _gathering.IsEmpty ? null : _gathering;
            if (group is not null)
            {
                _inFlight = group.Bytes;
                _gathering = new GroupCommit(_taken.Length);
            }

            return true;
        }
    }

    private void Write(GroupCommit group)
    {
        var began = _time.GetTimestamp();
        try
        {
            _file.Commit(group);
        }
#pragma warning disable CA1031 // Whatever goes wrong fails the group and never ends the writer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(group, e);
            return;
        }

        Count(group, _time.GetElapsedTime(began));
        Publish(group);
        if (_wal.IsDue(_file.Database.TakePagesWritten()))
        {
            _checkpointer.Ask();
        }

        if (_failing)
        {
            _failing = false;
            Log.Recovered(_logger);
        }
    }

    private static void Count(GroupCommit group, TimeSpan took)
    {
        if (group.Count == 0)
        {
            return;
        }

        LogTelemetry.CommitSeconds.Record(took.TotalSeconds);
        LogTelemetry.GroupSize.Record(group.Count);
        LogTelemetry.Appended.Add(group.Count);
        LogTelemetry.AppendedBytes.Add(group.Bytes - ((long)group.Count * RecordOverhead));
    }

    private void Publish(GroupCommit group)
    {
        for (var shard = 0; shard < _tails.Length; shard++)
        {
            if (group.Of(shard) is not { } entries)
            {
                continue;
            }

            foreach (var entry in entries)
            {
                _durable[shard] = _durable[shard].Behind(entry.Record, entry.Time);
            }

            _tails[shard].Publish(entries, _durable[shard].Next);
        }

        group.Complete();
    }

    private void Fail(GroupCommit group, Exception cause)
    {
        if (!_failing)
        {
            _failing = true;
            Log.CommitFailed(_logger, group.Count, cause);
        }

        GroupCommit behind;
        lock (_gate)
        {
            (behind, _gathering) = (_gathering, new GroupCommit(_taken.Length));
            _durable.CopyTo(_taken, 0);
        }

        LogTelemetry.Refused.Add(group.Count + behind.Count);
        group.Fail(new LogUnavailableException($"The log could not be written: {cause.Message}", cause));
        behind.Fail(new LogUnavailableException($"The log could not be written, so nothing behind it was: {cause.Message}", cause));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The log could not be written; {Count} records are in doubt. It is tried again with the next ones.")]
        internal static partial void CommitFailed(ILogger logger, int count, Exception cause);

        [LoggerMessage(2, LogLevel.Information, "The log can be written again.")]
        internal static partial void Recovered(ILogger logger);
    }
}
