namespace Actors.Log.Sqlite;

/// <summary>A connection that reads, with the statements it has needed so far. Used by one thread at a time.</summary>
internal sealed class ReadConnection : IDisposable
{
    private const string Columns = "offset, time, channel, header, value";

    private readonly Database _database;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly TextCache _texts;

    internal ReadConnection(string path, TextCache texts)
    {
        _texts = texts;
        _database = Database.Open(path, readOnly: true, TimeSpan.FromSeconds(5));
        _database.Execute(LogSchema.ReaderPragmas);
    }

    /// <summary>
    /// Reads records from an offset on, as far as the bytes and <paramref name="before"/> allow; at least one where there is one.
    /// Costs a record, its value, and no more for texts that repeat.
    /// </summary>
    internal List<LogEntry> Read(int shard, long from, long before, int maxBytes)
    {
        var statement = Prepared($"SELECT {Columns} FROM {LogSchema.Table(shard)} WHERE offset >= ? AND offset < ? ORDER BY offset");
        statement.Bind(1, from).Bind(2, before);
        try
        {
            var entries = new List<LogEntry>();
            for (var budget = (long)maxBytes; (budget > 0 || entries.Count == 0) && statement.Step();)
            {
                var entry = Entry(statement);
                budget -= entry.Record.Value.Length;
                entries.Add(entry);
            }

            return entries;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Reads the records at the given offsets; those that are not there are left out.</summary>
    internal List<LogEntry> Find(int shard, IReadOnlyList<long> offsets, long before)
    {
        var statement = Prepared($"SELECT {Columns} FROM {LogSchema.Table(shard)} WHERE offset = ?");
        var entries = new List<LogEntry>(offsets.Count);
        foreach (var offset in offsets)
        {
            if (offset >= before)
            {
                break;
            }

            statement.Bind(1, offset);
            try
            {
                if (statement.Step())
                {
                    entries.Add(Entry(statement));
                }
            }
            finally
            {
                statement.Reset();
            }
        }

        return entries;
    }

    /// <summary>The first offset in [first, next) whose record is not older than a time; next when there is none. Times never fall.</summary>
    internal long OffsetAt(int shard, long first, long next, long time)
    {
        var statement = Prepared($"SELECT time FROM {LogSchema.Table(shard)} WHERE offset >= ? ORDER BY offset LIMIT 1");
        while (first < next)
        {
            var middle = first + ((next - first) / 2);
            statement.Bind(1, middle);
            try
            {
                (first, next) = statement.Step() && statement.Int64(0) < time ? (middle + 1, next) : (first, middle);
            }
            finally
            {
                statement.Reset();
            }
        }

        return first;
    }

    /// <summary>A shard's first offset, and its end with the claim in force: that of the last record which is no command.</summary>
    internal (long First, ShardEnd End) Bounds(int shard)
    {
        var table = LogSchema.Table(shard);
        if (_database.Number($"SELECT min(offset) FROM {table}") is not { } first)
        {
            return (0, ShardEnd.Empty);
        }

        var rows = Prepared($"SELECT {Columns} FROM {table} ORDER BY offset DESC");
        try
        {
            rows.Step();
            var last = Entry(rows);
            for (var entry = last; ; entry = Entry(rows))
            {
                switch (entry.Record.Kind)
                {
                    case RecordKind.Claim:
                        return (first, new ShardEnd(last.Offset + 1, entry.Offset, 0, last.Time));
                    case not RecordKind.Command:
                        return (first, new ShardEnd(last.Offset + 1, entry.Record.Stamp, entry.Record.Seq + 1, last.Time));
                }

                if (!rows.Step())
                {
                    return (first, new ShardEnd(last.Offset + 1, -1, 0, last.Time));
                }
            }
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>A shard's stored recovery point; null when there is none.</summary>
    internal StoredPoint? Point(int shard)
    {
        var row = Prepared("SELECT point, recover_from FROM points WHERE shard = ?").Bind(1, shard);
        try
        {
            return row.Step() ? new StoredPoint(shard, row.Int64(0), row.Int64(1)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = _database.Prepare(sql);
        }

        return statement;
    }

    private LogEntry Entry(Statement row) => new(
        row.Int64(0),
        row.Int64(1),
        RecordHeader.Read(row.Bytes(3), _texts.Get(row.Bytes(2)), row.Bytes(4).ToArray(), _texts));
}
