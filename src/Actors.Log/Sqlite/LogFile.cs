using System.Text;

namespace Actors.Log.Sqlite;

/// <summary>The writing side of <c>log.db</c>: one connection with its prepared statements. The writer thread's alone once that runs.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly Statement[] _inserts;
    private readonly Statement _storePoint;
    private byte[] _header = new byte[1024];
    private byte[] _channel = new byte[512];

    private LogFile(Database database, string path, uint logId, int shardCount)
    {
        (Database, Path, LogId) = (database, path, logId);
        _inserts = [.. Enumerable.Range(0, shardCount).Select(shard => database.Prepare(
            $"INSERT INTO {LogSchema.Table(shard)}(offset, time, channel, header, value) VALUES(?, ?, ?, ?, ?)"))];
        _storePoint = database.Prepare(
            "INSERT INTO points(shard, point, recover_from) VALUES(?, ?, ?) " +
            "ON CONFLICT(shard) DO UPDATE SET point = excluded.point, recover_from = excluded.recover_from WHERE excluded.point > points.point");
    }

    /// <summary>The connection.</summary>
    internal Database Database { get; }

    /// <summary>Where the file is.</summary>
    internal string Path { get; }

    /// <summary>The log's id, stored in it.</summary>
    internal uint LogId { get; }

    /// <summary>Opens the file, making it where it is missing.</summary>
    internal static LogFile Open(SqliteLogOptions options, uint newLogId)
    {
        var path = System.IO.Path.Combine(options.Directory, "log.db");
        var database = Database.Open(path, readOnly: false, TimeSpan.FromMilliseconds(20));
        try
        {
            database.Execute(LogSchema.WriterPragmas);
            var logId = LogSchema.Prepare(database, options.ShardCount, newLogId, path);
            if (options.MaxPages is { } pages)
            {
                database.Execute($"PRAGMA max_page_count = {pages}");
            }

            return new LogFile(database, path, logId, options.ShardCount);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Writes a group and makes it durable, or nothing of it.</summary>
    internal void Commit(GroupCommit group)
    {
        RollBack(); // one that could not be rolled back when it failed
        Database.Execute("BEGIN IMMEDIATE");
        try
        {
            for (var shard = 0; shard < _inserts.Length; shard++)
            {
                if (group.Of(shard) is { } entries)
                {
                    foreach (var entry in entries)
                    {
                        Insert(_inserts[shard], entry);
                    }
                }
            }

            foreach (var point in group.Points)
            {
                _storePoint.Bind(1, point.Shard).Bind(2, point.Point).Bind(3, point.RecoverFrom).Run();
            }

            Database.Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Ends a transaction that failed, if SQLite has not done so itself.</summary>
    internal void RollBack()
    {
        if (Database.InTransaction)
        {
            Database.Execute("ROLLBACK");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var insert in _inserts)
        {
            insert.Dispose();
        }

        _storePoint.Dispose();
        Database.Dispose();
    }

    private void Insert(Statement insert, in LogEntry entry)
    {
        var record = entry.Record;
        Reserve(ref _header, RecordHeader.MaxLength(record));
        Reserve(ref _channel, Encoding.UTF8.GetMaxByteCount(record.Channel.Length));
        var header = _header.AsSpan(0, RecordHeader.Write(record, _header));
        var channel = _channel.AsSpan(0, Encoding.UTF8.GetBytes(record.Channel, _channel));
        insert.Bind(1, entry.Offset).Bind(2, entry.Time).BindText(3, channel).Bind(4, header).Bind(5, record.Value.Span).Run();
    }

    private static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, buffer.Length * 2)];
        }
    }
}
