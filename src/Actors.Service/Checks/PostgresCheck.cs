using Actors.History.Postgres;
using Npgsql;

namespace Actors.Service.Checks;

/// <summary>Looks at the shared history.</summary>
internal static class PostgresCheck
{
    /// <summary>Whether the database answers, and which form its schema has.</summary>
    public static async Task<CheckResult> LookAsync(PostgresHistoryOptions options, TimeSpan patience)
    {
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Timeout = (int)Math.Ceiling(patience.TotalSeconds),
            CommandTimeout = (int)Math.Ceiling(patience.TotalSeconds),
            Pooling = false,
        };
        var uses = $"postgres at {given.Host}:{given.Port}, database {given.Database ?? given.Username}, user {given.Username}, schema {options.Schema}";
        try
        {
            await using var source = new NpgsqlSlimDataSourceBuilder(given.ConnectionString).EnableTransportSecurity().EnableIntegratedSecurity().Build();
            await using var connection = await source.OpenConnectionAsync();
            return await FormAsync(connection, options.Schema) is { } form
                ? CheckResult.Fine("History", uses, $"SELECT 1 answers; the schema is of form {form}")
                : CheckResult.Fine("History", uses, "SELECT 1 answers; the schema is missing, and the first node makes it");
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return CheckResult.Wrong("History", uses, "no answer: " + e.Message);
        }
    }

    // The schema's name was looked at by the options' own rule: it can stand in a statement as it is.
    private static async Task<int?> FormAsync(NpgsqlConnection connection, string schema)
    {
        await using var exists = new NpgsqlCommand($"SELECT to_regclass('{schema}.migrations') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync() is not true)
        {
            return null;
        }

        await using var form = new NpgsqlCommand($"SELECT coalesce(max(number), 0) FROM {schema}.migrations", connection);
        return (int)(await form.ExecuteScalarAsync())!;
    }
}
