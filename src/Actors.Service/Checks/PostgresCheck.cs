using Actors.History.Postgres;
using Npgsql;

namespace Actors.Service.Checks;

/// <summary>Looks at the shared history.</summary>
internal static class PostgresCheck
{
    /// <summary>Whether the database answers, and whether its schema is of a form that is known and of the log that was found.</summary>
    public static async Task<CheckResult> LookAsync(PostgresHistoryOptions options, Task<CheckResult> log, TimeSpan patience)
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
            var sight = await PostgresInspection.LookAsync(connection, options, CancellationToken.None);
            var node = await log;
            return PostgresInspection.Fault(sight, options, node.LogId, node.IsNewLog) is { } fault
                ? CheckResult.Wrong("History", uses, fault)
                : CheckResult.Fine("History", uses, Describe(sight));
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return CheckResult.Wrong("History", uses, "no answer: " + e.Message);
        }
    }

    private static string Describe(PostgresSight sight) => sight switch
    {
        { Form: null } => "SELECT 1 answers; the schema is missing, and the first node makes it",
        { LogId: { } log } => $"SELECT 1 answers; the schema is of form {sight.Form} and holds the history of the log {log:x8}",
        _ => $"SELECT 1 answers; the schema is of form {sight.Form} and holds no history yet",
    };
}
