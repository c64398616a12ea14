using System.Data.Common;

namespace Actors.History;

/// <summary>Reads what both databases store in columns of the same order.</summary>
internal static class StoredRow
{
    /// <summary>
    /// A job: id, shard, user, kind, channel, status, attempt, progress, created, updated, command, text_from, terminal,
    /// body_hash, resumed_from.
    /// </summary>
    internal static JobView Job(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Shard = row.GetInt32(1),
        User = row.GetString(2),
        Kind = row.GetString(3),
        Channel = row.GetString(4),
        Status = (JobStatus)row.GetInt16(5),
        Attempt = row.GetInt32(6),
        Progress = row.IsDBNull(7) ? null : row.GetInt32(7),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        Command = row.GetInt64(10),
        TextFrom = row.GetInt64(11),
        Terminal = row.GetInt64(12),
        BodyHash = row.IsDBNull(13) ? null : row.GetString(13),
        ResumedFrom = row.IsDBNull(14) ? null : row.GetString(14),
    };

    /// <summary>A command: offset, type, user, channel, job, body_hash, created, shard.</summary>
    internal static CommandView Command(DbDataReader row, string id) => new()
    {
        Id = id,
        Shard = row.GetInt32(7),
        Offset = row.GetInt64(0),
        Type = row.GetString(1),
        User = row.GetString(2),
        Channel = row.GetString(3),
        JobId = row.IsDBNull(4) ? null : row.GetString(4),
        BodyHash = row.IsDBNull(5) ? null : row.GetString(5),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
    };
}
