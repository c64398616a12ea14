using Actors.Log;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>Removes what is too old. One node does at a time.</summary>
internal sealed partial class PostgresSweep(
    HistoryDatabase database, Partitions partitions, EventKeeps keeps, PostgresHistoryOptions options, IDurableLog log, TimeProvider time, ILogger logger)
{
    private const int Rows = 1000;

    private static readonly string JobsSql =
        $"""
        WITH old AS (DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE ended < $1 LIMIT {Rows}) RETURNING id),
          submitted AS (DELETE FROM submits USING old WHERE job = id), ended AS (DELETE FROM results USING old WHERE job = id)
        SELECT count(*) FROM old
        """;

    private static readonly string CommandsSql =
        $"""
        WITH old AS (DELETE FROM commands WHERE (shard, id) IN (SELECT shard, id FROM commands WHERE created < $1 LIMIT {Rows}) RETURNING id)
        SELECT count(*) FROM old
        """;

    /// <summary>Sweeps again and again until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.Retention.SweepInterval, time, ct);
                await SweepAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (IOException e)
            {
                Log.Failed(logger, e);
            }
        }
    }

    /// <summary>Sweeps now, unless another node does.</summary>
    internal async Task SweepAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var firsts = new long[log.ShardCount];
        for (var shard = 0; shard < firsts.Length; shard++)
        {
            firsts[shard] = (await log.BoundsAsync(shard, ct)).First;
        }

        await partitions.EnsureAsync(keeps.All, Partitions.DayOf(now), ct);
        await database.UseAsync(
            async (connection, token) =>
            {
                if (!await LockAsync(connection, "pg_try_advisory_lock", token))
                {
                    return false;
                }

                try
                {
                    await SweepAsync(now, firsts, token);
                }
                finally
                {
                    await LockAsync(connection, "pg_advisory_unlock", CancellationToken.None);
                }

                return true;
            },
            ct);
    }

    private async Task SweepAsync(DateTimeOffset now, long[] firsts, CancellationToken ct)
    {
        await RaiseFirstsAsync(firsts, ct);
        await partitions.DropAsync(Partitions.DayOf(now), firsts, ct);
        while (await DeleteAsync(JobsSql, now - options.Retention.Jobs, ct) + await DeleteAsync(CommandsSql, now - options.Retention.Commands, ct) > 0)
        {
        }
    }

    private async Task<bool> LockAsync(NpgsqlConnection connection, string function, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}(hashtextextended('actors.history.sweep.{options.Schema}', 0))", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private ValueTask<int> RaiseFirstsAsync(long[] firsts, CancellationToken ct) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "UPDATE shards SET first = f.first FROM unnest($1) WITH ORDINALITY AS f(first, number) WHERE f.number = shard + 1 AND shards.first < f.first", connection);
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = firsts });
            return await command.ExecuteNonQueryAsync(token);
        },
        ct);

    private ValueTask<long> DeleteAsync(string sql, DateTimeOffset before, CancellationToken ct) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before.ToUnixTimeMilliseconds() });
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        ct);

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Warning, "The history could not remove what is too old; it is tried again.")]
        internal static partial void Failed(ILogger logger, Exception cause);
    }
}
