using System.Globalization;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>
/// Brings the schema to the form that this program knows, in one transaction and under a lock, so that nodes that start at once
/// wait for each other. A schema that holds the history of another log is refused: what that log no longer keeps is only there.
/// </summary>
internal static class Migrations
{
    /// <summary>By rising number, from 1. One that has been released never changes: a new form is a new migration.</summary>
    private static readonly string[] All =
    [
        """
        CREATE TABLE history(log_id bigint NOT NULL);
        CREATE TABLE shards(shard int PRIMARY KEY, first bigint NOT NULL, next bigint NOT NULL, claims bytea NOT NULL, stored timestamptz NOT NULL)
          WITH (fillfactor = 50);

        CREATE TABLE jobs(
          id text COLLATE "C" PRIMARY KEY, shard int NOT NULL, user_id text COLLATE "C" NOT NULL, kind text NOT NULL, channel text COLLATE "C" NOT NULL,
          status smallint NOT NULL, attempt int NOT NULL, progress int, created bigint NOT NULL, updated bigint NOT NULL,
          command bigint NOT NULL, text_from bigint NOT NULL, terminal bigint NOT NULL, body_hash text, resumed_from text, ended bigint)
          WITH (fillfactor = 75);
        CREATE INDEX jobs_user ON jobs(user_id, created, id);
        CREATE INDEX jobs_open ON jobs(shard) WHERE ended IS NULL;
        CREATE INDEX jobs_ended ON jobs(ended) WHERE ended IS NOT NULL;
        CREATE TABLE submits(job text COLLATE "C" PRIMARY KEY, header bytea NOT NULL, value bytea NOT NULL);
        CREATE TABLE results(job text COLLATE "C" PRIMARY KEY, value bytea NOT NULL);

        CREATE TABLE commands(
          shard int NOT NULL, id text COLLATE "C" NOT NULL, place bigint NOT NULL, type text NOT NULL, user_id text NOT NULL,
          channel text NOT NULL, job text, body_hash text, created bigint NOT NULL, PRIMARY KEY(shard, id));
        CREATE INDEX commands_created ON commands(created);

        CREATE TABLE runs(
          day int NOT NULL, shard int NOT NULL, channel text COLLATE "C" NOT NULL, first bigint NOT NULL, last bigint NOT NULL, distances bytea NOT NULL)
          PARTITION BY RANGE (day);
        CREATE INDEX runs_place ON runs(shard, channel, last);
        CREATE TABLE run_days(day int NOT NULL, shard int NOT NULL, last bigint NOT NULL, PRIMARY KEY(day, shard)) WITH (fillfactor = 50);

        CREATE TABLE events(
          keep int NOT NULL, day int NOT NULL, shard int NOT NULL, channel text COLLATE "C" NOT NULL, first bigint NOT NULL, last bigint NOT NULL,
          first_time bigint NOT NULL, last_time bigint NOT NULL, data bytea NOT NULL)
          PARTITION BY LIST (keep);
        CREATE INDEX events_place ON events(shard, channel, last);
        CREATE TABLE keeps(keep int PRIMARY KEY);
        CREATE TABLE partitions(name text PRIMARY KEY, keep int NOT NULL, day int NOT NULL);
        """,
    ];

    private const string Wipe =
        """
        LOCK TABLE history IN ACCESS EXCLUSIVE MODE;
        TRUNCATE shards, jobs, submits, results, commands, runs, run_days, events;
        DELETE FROM history;
        """;

    /// <summary>The newest form that this program knows.</summary>
    internal static int Known => All.Length;

    /// <summary>Makes or changes the schema, or finds it as it should be. True when another log's data was there, now gone.</summary>
    /// <param name="connection">Its search path is the schema.</param>
    /// <param name="schema">The schema's name.</param>
    /// <param name="logId">The log that the history follows.</param>
    /// <param name="replaced">The log whose history may be removed; null for none.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="HistorySchemaException">A newer program has changed it, or it holds another log's history.</exception>
    internal static async Task<bool> ApplyAsync(NpgsqlConnection connection, string schema, uint logId, uint? replaced, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock(hashtextextended('actors.history.{schema}', 0))", ct);
        await MakeAsync(connection, schema, ct);
        var done = await FormAsync(connection, schema, ct);
        if (done > Known)
        {
            throw new HistorySchemaException(FormFault(schema, done));
        }

        for (var number = done + 1; number <= Known; number++)
        {
            await ExecuteAsync(connection, All[number - 1], ct);
            await ExecuteAsync(connection, $"INSERT INTO migrations(number) VALUES({number})", ct);
        }

        var (stored, holdsAny) = await HolderAsync(connection, schema, ct);
        var isOther = stored is not null && stored != logId && holdsAny;
        if (isOther && stored != replaced)
        {
            throw new HistorySchemaException(LogFault(schema, stored!.Value, Name(logId)));
        }

        if (stored != logId)
        {
            await ExecuteAsync(connection, Wipe, ct);
            await ExecuteAsync(connection, $"INSERT INTO history VALUES({logId})", ct);
        }

        await transaction.CommitAsync(ct);
        return isOther;
    }

    /// <summary>Why a schema of a newer form cannot be used.</summary>
    internal static string FormFault(string schema, int form) =>
        $"The history's schema '{schema}' is of form {form}, and this program knows forms up to {Known}: start the program that made it, or a newer one, or name another schema (Postgres:Schema).";

    /// <summary>Why a schema with another log's history cannot be used.</summary>
    internal static string LogFault(string schema, long stored, string own) =>
        $"The history's schema '{schema}' holds the history of the log {stored:x8}, and this node's log is {own}: name that log (Kafka:Topic, Data:Directory), or give each log a database or a schema (Postgres:Schema) of its own; Postgres:ReplaceLog={stored:x8} removes that history for good.";

    /// <summary>A log's id as it is written everywhere.</summary>
    internal static string Name(uint logId) => logId.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Whether a table is there.</summary>
    internal static async Task<bool> ExistsAsync(NpgsqlConnection connection, string schema, string table, CancellationToken ct) =>
        await ScalarAsync(connection, $"SELECT to_regclass('{schema}.{table}') IS NOT NULL", ct) is true;

    /// <summary>The number of the last migration; 0 for none.</summary>
    internal static async Task<int> FormAsync(NpgsqlConnection connection, string schema, CancellationToken ct) =>
        (int)(await ScalarAsync(connection, $"SELECT coalesce(max(number), 0) FROM {schema}.migrations", ct))!;

    /// <summary>Which log the history is of, and whether anything of it is there.</summary>
    internal static async Task<(long? LogId, bool HoldsAny)> HolderAsync(NpgsqlConnection connection, string schema, CancellationToken ct) => (
        await ScalarAsync(connection, $"SELECT log_id FROM {schema}.history", ct) as long?,
        await ScalarAsync(connection, $"SELECT EXISTS (SELECT FROM {schema}.shards)", ct) is true);

    // IF NOT EXISTS asks for the right to make what is there already, and an operator who made the schema may keep that right.
    private static async Task MakeAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        if (await ScalarAsync(connection, $"SELECT to_regnamespace('{schema}') IS NULL", ct) is true)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA {schema}", ct);
        }

        if (!await ExistsAsync(connection, schema, "migrations", ct))
        {
            await ExecuteAsync(connection, $"CREATE TABLE {schema}.migrations(number int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", ct);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }
}
