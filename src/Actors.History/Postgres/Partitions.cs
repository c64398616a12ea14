using System.Globalization;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>
/// The tables that hold one day each: events by class and day of storing, runs by day. Made a day ahead, dropped as a whole.
/// Thread-safe.
/// </summary>
internal sealed class Partitions(HistoryDatabase database, string schema)
{
    private const int Runs = 0;

    private readonly Lock _gate = new();
    private readonly HashSet<(int Keep, int Day)> _known = [];
    private long _knownOf = -1;

    /// <summary>The day of a time, counted from 1970-01-01 UTC.</summary>
    internal static int DayOf(DateTimeOffset time) => (int)(time.ToUnixTimeMilliseconds() / 86_400_000);

    /// <summary>Makes what a day needs, and the next one.</summary>
    internal async Task EnsureAsync(IEnumerable<int> keeps, int day, CancellationToken ct)
    {
        var preparation = database.Preparation;
        var missing = Missing(keeps.Append(Runs).SelectMany(keep => new[] { (Keep: keep, Day: day), (Keep: keep, Day: day + 1) }), preparation);
        if (missing.Count == 0)
        {
            return;
        }

        await database.UseAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await ExecuteAsync(connection, Lock(), token);
                foreach (var (keep, at) in missing)
                {
                    await ExecuteAsync(connection, Make(keep, at), token);
                }

                await transaction.CommitAsync(token);
                return true;
            },
            ct);
        lock (_gate)
        {
            if (_knownOf == preparation)
            {
                _known.UnionWith(missing);
            }
        }
    }

    /// <summary>Drops the tables of events that are no longer kept, and of runs whose every event the log no longer has.</summary>
    internal Task<int> DropAsync(int today, long[] firsts, CancellationToken ct) => database.UseAsync(
        async (connection, token) =>
        {
            var dropped = 0;
            foreach (var (name, keep, day) in await OldAsync(connection, today, firsts, token))
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await ExecuteAsync(connection, Lock(), token);
                await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {name}; DELETE FROM partitions WHERE name = '{name}'", token);
                if (keep == Runs)
                {
                    await ExecuteAsync(connection, $"DELETE FROM run_days WHERE day = {Text(day)}", token);
                }

                await transaction.CommitAsync(token);
                lock (_gate)
                {
                    _known.Remove((keep, day));
                }

                dropped++;
            }

            return dropped;
        },
        ct).AsTask();

    // What was there before the database was away need not be there now: it may be another, or one from a backup.
    private List<(int Keep, int Day)> Missing(IEnumerable<(int Keep, int Day)> needed, long preparation)
    {
        lock (_gate)
        {
            if (_knownOf != preparation)
            {
                _known.Clear();
                _knownOf = preparation;
            }

            return [.. needed.Where(p => !_known.Contains(p))];
        }
    }

    private static async Task<List<(string Name, int Keep, int Day)>> OldAsync(NpgsqlConnection connection, int today, long[] firsts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT name, keep, day FROM partitions p
            WHERE keep > 0 AND day + keep < $1
               OR keep = 0 AND day < $1 AND NOT EXISTS (
                  SELECT FROM run_days d LEFT JOIN unnest($2) WITH ORDINALITY AS f(first, number) ON f.number = d.shard + 1
                  WHERE d.day = p.day AND (f.first IS NULL OR d.last >= f.first))
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = today });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = firsts });
        await using var row = await command.ExecuteReaderAsync(ct);
        var old = new List<(string, int, int)>();
        while (await row.ReadAsync(ct))
        {
            old.Add((row.GetString(0), row.GetInt32(1), row.GetInt32(2)));
        }

        return old;
    }

    private string Lock() => $"SET LOCAL lock_timeout = '3s'; SELECT pg_advisory_xact_lock(hashtextextended('actors.history.{schema}', 0))";

    // Without ANALYZE the planner takes the few classes for thousands and compiles each question, which costs a tenth of a second.
    private static string Make(int keep, int day)
    {
        var date = DateTimeOffset.FromUnixTimeMilliseconds(day * 86_400_000L).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var (parent, name) = keep == Runs ? ("runs", $"runs_{date}") : ($"events_{Text(keep)}", $"events_{Text(keep)}_{date}");
        var events = keep == Runs
            ? string.Empty
            : $"""
               CREATE TABLE IF NOT EXISTS {parent} PARTITION OF events FOR VALUES IN ({Text(keep)}) PARTITION BY RANGE (day);
               INSERT INTO keeps VALUES({Text(keep)}) ON CONFLICT DO NOTHING;
               ANALYZE keeps;
               """;
        return $"""
            {events}
            CREATE TABLE IF NOT EXISTS {name} PARTITION OF {parent} FOR VALUES FROM ({Text(day)}) TO ({Text(day + 1)});
            INSERT INTO partitions VALUES('{name}', {Text(keep)}, {Text(day)}) ON CONFLICT DO NOTHING;
            """;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
