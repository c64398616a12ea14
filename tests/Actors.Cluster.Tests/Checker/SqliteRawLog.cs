using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Actors.Cluster.Tests.Checker;

/// <summary>Reads the file of an embedded log beside its running node.</summary>
internal sealed class SqliteRawLog : IRawLog
{
    private readonly SqliteConnection _connection;
    private readonly long[] _next;

    public SqliteRawLog(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT shards FROM log";
        _next = new long[Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture)];
    }

    public IEnumerable<RawRecord> ReadNew()
    {
        for (var shard = 0; shard < _next.Length; shard++)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT offset, time, channel, header, value FROM shard_{shard} WHERE offset >= {_next[shard]} ORDER BY offset");
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var offset = reader.GetInt64(0);
                _next[shard] = offset + 1;
                yield return new RawRecord(
                    shard,
                    offset,
                    reader.GetInt64(1),
                    reader.IsDBNull(2) ? string.Empty : reader.GetString(2),
                    RawHeader.Parse(reader.GetFieldValue<byte[]>(3)),
                    reader.IsDBNull(4) ? [] : reader.GetFieldValue<byte[]>(4));
            }
        }
    }

    public void Dispose() => _connection.Dispose();
}
