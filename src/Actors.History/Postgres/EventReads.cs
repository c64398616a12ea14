using Actors.History.Folding;
using Actors.Log;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>Reads events and where they stand from the database. Whatever is there is valid. Thread-safe.</summary>
internal sealed class EventReads(HistoryDatabase database)
{
    private const int Blocks = 16;
    private const int MaxRuns = 1024;

    private static readonly TextCache Texts = new();

    /// <summary>
    /// A channel's stored events in (after, before): those at the beginning, or those at the end, by rising offset; and how far
    /// they reach from there, or null when there are no more.
    /// </summary>
    internal ValueTask<(List<LogEntry> Events, long? Reached)> ReadAsync(EventSlice slice, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(slice.NewestFirst ? Backwards : Onwards, connection);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = slice.Shard });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TextKey.Key(slice.Channel) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.After });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.Before });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.Since });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.Until });
            await using var row = await command.ExecuteReaderAsync(token);
            return await DecodeAsync(row, slice, token);
        },
        ct);

    /// <summary>Where a channel's events stand behind an offset, as far as the shard was stored.</summary>
    internal ValueTask<ReplayPlaces> PlacesAsync(int shard, string channel, long after, int limit, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT s.first, s.next, r.first, r.distances FROM shards s
                LEFT JOIN LATERAL (SELECT first, last, distances FROM runs WHERE shard = s.shard AND channel = $2 AND last > $3 ORDER BY last LIMIT $4) r ON true
                WHERE s.shard = $1 ORDER BY r.last
                """,
                connection);
            var most = Math.Min(limit, MaxRuns);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shard });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TextKey.Key(channel) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
            await using var row = await command.ExecuteReaderAsync(token);
            var (runs, offsets, next) = (0, new List<long>(), after + 1);
            while (await row.ReadAsync(token))
            {
                if (row.GetInt64(0) > after + 1 || row.GetInt64(1) <= after)
                {
                    return new ReplayPlaces([], after);
                }

                next = row.GetInt64(1);
                if (!row.IsDBNull(2))
                {
                    runs++;
                    OffsetRun.Read(row.GetInt64(2), row.GetFieldValue<byte[]>(3), offsets);
                }
            }

            offsets.RemoveAll(o => o <= after);
            if (offsets.Count > limit)
            {
                offsets.RemoveRange(limit, offsets.Count - limit);
            }

            return new ReplayPlaces(offsets, offsets.Count == limit || runs == most ? offsets[^1] : next - 1);
        },
        ct);

    // Blocks of one class follow each other; those of different classes may overlap. So much of each class is read, and what is
    // returned ends where the first class that has more ends.
    private static readonly string Onwards =
        $"""
        SELECT k.keep, b.first, b.last, b.first_time, b.data FROM keeps k CROSS JOIN LATERAL (
          SELECT first, last, first_time, data FROM events e
          WHERE e.keep = k.keep AND shard = $1 AND channel = $2 AND last > $3 AND first < $4 AND last_time >= $5 AND first_time < $6
          ORDER BY last LIMIT {Blocks}) b
        """;

    private static readonly string Backwards =
        $"""
        SELECT k.keep, b.first, b.last, b.first_time, b.data FROM keeps k CROSS JOIN LATERAL (
          (SELECT first, last, first_time, data FROM events e
           WHERE e.keep = k.keep AND shard = $1 AND channel = $2 AND last >= $4 ORDER BY last LIMIT 1)
          UNION ALL
          (SELECT first, last, first_time, data FROM events e
           WHERE e.keep = k.keep AND shard = $1 AND channel = $2 AND last > $3 AND last < $4 AND last_time >= $5 AND first_time < $6
           ORDER BY last DESC LIMIT {Blocks})) b
        """;

    private static async Task<(List<LogEntry> Events, long? Reached)> DecodeAsync(NpgsqlDataReader row, EventSlice slice, CancellationToken ct)
    {
        var events = new List<LogEntry>();
        var classes = new Dictionary<int, (int Count, long Edge)>();
        while (await row.ReadAsync(ct))
        {
            var (keep, first, last) = (row.GetInt32(0), row.GetInt64(1), row.GetInt64(2));
            EventBlock.Read(row.GetFieldValue<byte[]>(4), slice.Channel, first, row.GetInt64(3), slice.After, slice.Before, Texts, events);
            if (!slice.NewestFirst || last < slice.Before)
            {
                var (count, edge) = classes.GetValueOrDefault(keep, (0, slice.NewestFirst ? long.MaxValue : long.MinValue));
                classes[keep] = (count + 1, slice.NewestFirst ? Math.Min(edge, first) : Math.Max(edge, last));
            }
        }

        var edges = classes.Values.Where(c => c.Count == Blocks).Select(c => c.Edge).ToList();
        long? reached = edges.Count == 0 ? null : slice.NewestFirst ? edges.Max() : edges.Min();
        events.RemoveAll(e => e.Time < slice.Since || e.Time >= slice.Until || (reached is { } edge && (slice.NewestFirst ? e.Offset < edge : e.Offset > edge)));
        events.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        return (events, reached);
    }
}
