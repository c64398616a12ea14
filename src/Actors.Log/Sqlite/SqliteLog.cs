using System.Buffers.Binary;
using Actors.Contracts;
using Actors.Log.Tails;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Sqlite;

/// <summary>
/// The embedded log: every shard in one SQLite file, <c>log.db</c>, for a single process. A record is acknowledged when the
/// disk has it (write-ahead log, synced at each commit); records that arrive while the disk is busy become durable together.
/// Offsets are dense, from 0. Thread-safe.
/// </summary>
public sealed class SqliteLog : IDurableLog, IRecordLookup, IPageSource
{
    private readonly LogArguments _arguments;
    private readonly FileLock _lock;
    private readonly LogFile _file;
    private readonly ShardTail[] _tails;
    private readonly LogWriter _writer;
    private readonly ReaderPool _readers;
    private readonly RetentionSweep _sweep;
    private int _disposed;

    private SqliteLog(FileLock fileLock, LogFile file, SqliteLogOptions options, TimeProvider time, ILogger logger)
    {
        (_lock, _file, ShardCount, _arguments) = (fileLock, file, options.ShardCount, new LogArguments(options.ShardCount));
        _readers = new ReaderPool(file.Path, options.Readers);
        var ends = new ShardEnd[options.ShardCount];
        _tails = new ShardTail[options.ShardCount];
        using var connection = new ReadConnection(file.Path, new TextCache());
        for (var shard = 0; shard < _tails.Length; shard++)
        {
            (var first, ends[shard]) = connection.Bounds(shard);
            _tails[shard] = new ShardTail(shard, options.TailRecords, options.TailBytes);
            _tails[shard].Open(new ShardBounds(first, ends[shard].Next));
        }

        _writer = new LogWriter(file, ends, _tails, options, time, logger);
        _sweep = new RetentionSweep(_writer, _tails, options.Retention, time, logger);
    }

    /// <inheritdoc/>
    public uint LogId => _file.LogId;

    /// <inheritdoc/>
    public int ShardCount { get; }

    /// <summary>Opens the log of a directory, making both where they are missing.</summary>
    /// <param name="options">How the log works.</param>
    /// <param name="time">The clock that records are stamped with.</param>
    /// <param name="ids">Where a new log's id comes from.</param>
    /// <param name="logger">Where the log reports its failures.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the file was made with another number of shards.</exception>
    /// <exception cref="LogInUseException">Another process, or this one, has the log open already.</exception>
    /// <exception cref="LogUnavailableException">The file cannot be opened.</exception>
    public static SqliteLog Open(SqliteLogOptions options, TimeProvider time, IIdSource ids, ILogger<SqliteLog> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ids);
        options.Validate();
        Directory.CreateDirectory(options.Directory);
        var fileLock = FileLock.TryTake(Path.Combine(options.Directory, "log.lock")) ?? throw new LogInUseException(
            $"The log in {Path.GetFullPath(options.Directory)} is in use by another process: stop that one, or set Data:Directory to a directory of this one's own.");
        LogFile? file = null;
        try
        {
            file = LogFile.Open(options, NewLogId(ids));
            return new SqliteLog(fileLock, file, options, time, logger);
        }
        catch (Exception e)
        {
            file?.Dispose();
            fileLock.Dispose();
            if (e is SqliteFailure)
            {
                throw new LogUnavailableException($"The log in {Path.GetFullPath(options.Directory)} cannot be opened: {e.Message}", e);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LogPosition> SubmitAsync(LogRecord command, CancellationToken ct)
    {
        var shard = _arguments.ShardOfCommand(command);
        ct.ThrowIfCancellationRequested();
        using var activity = LogTelemetry.Source.StartActivity("log.submit");
        await _writer.Append(shard, command, out var offset);
        return new LogPosition(shard, offset);
    }

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public async Task RunAsync(IShardHost host, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(host);
        for (var shard = 0; shard < ShardCount; shard++)
        {
            host.Assigned(shard);
        }

        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (ct.UnsafeRegister(static state => ((TaskCompletionSource)state!).SetResult(), cancelled))
        {
            await cancelled.Task;
        }

        await Task.WhenAll(Enumerable.Range(0, ShardCount).Select(shard => host.RevokedAsync(shard, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public async ValueTask<long> ClaimAsync(int shard, LogRecord claim, CancellationToken ct)
    {
        LogArguments.Claim(claim);
        ct.ThrowIfCancellationRequested();
        await _writer.Append(_arguments.Shard(shard), claim, out var offset);
        return offset;
    }

    /// <inheritdoc/>
    public Task AppendAsync(int shard, LogRecord record, CancellationToken ct)
    {
        LogArguments.Appended(record);
        return ct.IsCancellationRequested ? Task.FromCanceled(ct) : _writer.Append(_arguments.Shard(shard), record, out _);
    }

    /// <inheritdoc/>
    public ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var tail = _tails[_arguments.Shard(shard)];
        return tail.Read(from, maxBytes, out var batch) switch
        {
            TailAnswer.Here => new ValueTask<LogBatch>(batch),
            TailAnswer.AtEnd => new ValueTask<LogBatch>(new LogBatch(shard, from, from, default)),
            TailAnswer.Older => new ValueTask<LogBatch>(ReadFileAsync(shard, from, maxBytes, ct)),
            _ => throw new OffsetOutOfRangeException(shard, from, tail.Bounds),
        };
    }

    /// <inheritdoc/>
    public ILogFollower Follow(int shard, long from) => new TailFollower(_tails[_arguments.Shard(shard)], this, shard, from);

    /// <inheritdoc/>
    public ValueTask<ShardBounds> BoundsAsync(int shard, CancellationToken ct) => new(_tails[_arguments.Shard(shard)].Bounds);

    /// <inheritdoc/>
    public async ValueTask CommitPointAsync(int shard, long pointOffset, long recoverFrom, CancellationToken ct)
    {
        var bounds = _tails[_arguments.Shard(shard)].Bounds;
        LogArguments.Expect(pointOffset >= bounds.First && pointOffset < bounds.Next, "A point's offset is that of a record that was acknowledged.");
        LogArguments.Point(pointOffset, recoverFrom);
        await _writer.Store(new StoredPoint(shard, pointOffset, recoverFrom));
    }

    /// <inheritdoc/>
    public async ValueTask<long?> ReadPointAsync(int shard, CancellationToken ct)
    {
        _arguments.Shard(shard);
        return (await _readers.RunAsync(connection => connection.Point(shard), ct))?.Point;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEntry>> FindAsync(int shard, IReadOnlyList<long> offsets, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        var next = _tails[_arguments.Shard(shard)].Bounds.Next;
        return await _readers.RunAsync(connection => connection.Find(shard, offsets, next), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct)
    {
        var bounds = _tails[_arguments.Shard(shard)].Bounds;
        return await _readers.RunAsync(connection => connection.OffsetAt(shard, bounds.First, bounds.Next, time), ct);
    }

    /// <summary>Removes now what retention would remove at its next turn; for operators and tests. Returns how many records that were.</summary>
    public Task<long> SweepAsync(CancellationToken ct) => _sweep.SweepAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _sweep.CloseAsync();
        await _writer.CloseAsync();
        foreach (var tail in _tails)
        {
            tail.Close();
        }

        await _readers.CloseAsync();
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>Has the writer do something between two groups; for tests that need a full disk or a slow one.</summary>
    internal void Enqueue(WriterChore chore) => _writer.Enqueue(chore);

    private async Task<LogBatch> ReadFileAsync(int shard, long from, int maxBytes, CancellationToken ct)
    {
        var bounds = _tails[shard].Bounds;
        if (from < bounds.First)
        {
            throw new OffsetOutOfRangeException(shard, from, bounds);
        }

        var entries = await _readers.RunAsync(connection => connection.Read(shard, from, bounds.Next, maxBytes), ct);
        return entries.Count > 0 && entries[0].Offset == from
            ? new LogBatch(shard, from, entries[^1].Offset + 1, entries.ToArray())
            : throw new OffsetOutOfRangeException(shard, from, _tails[shard].Bounds);
    }

    private static uint NewLogId(IIdSource ids)
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.Next().TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
    }
}
