using Npgsql;

namespace Actors.History.Postgres;

/// <summary>Looks at the schema of the shared history, for operators. Changes nothing, and makes no schema.</summary>
public static class PostgresInspection
{
    /// <summary>Reads which form the schema has, and which log's history it holds.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="options">Where the schema is; they have been validated.</param>
    /// <param name="ct">Ends the look.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or does not let the tables be read.</exception>
    public static async Task<PostgresSight> LookAsync(NpgsqlConnection connection, PostgresHistoryOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        if (!await Migrations.ExistsAsync(connection, options.Schema, "migrations", ct))
        {
            return new PostgresSight();
        }

        var form = await Migrations.FormAsync(connection, options.Schema, ct);
        var isKnown = form > 0 && form <= Migrations.Known;
        return new PostgresSight
        {
            Form = form,
            LogId = isKnown && await Migrations.HolderAsync(connection, options.Schema, ct) is { HoldsAny: true, LogId: { } log } ? (uint)log : null,
        };
    }

    /// <summary>The sentence that a start would be refused with; null where it would not be, as far as can be told.</summary>
    /// <param name="sight">What was found.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="logId">The node's log; null where it is not known.</param>
    /// <param name="isNew">True where the node has no log yet: the one that it makes is another than any that there is.</param>
    public static string? Fault(PostgresSight sight, PostgresHistoryOptions options, uint? logId, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(sight);
        ArgumentNullException.ThrowIfNull(options);
        if (sight.Form > Migrations.Known)
        {
            return Migrations.FormFault(options.Schema, sight.Form.Value);
        }

        var own = isNew ? "yet to be made" : logId is { } known ? Migrations.Name(known) : null;
        return sight.LogId is { } stored && own is not null && stored != logId && stored != options.ReplacedLog
            ? Migrations.LogFault(options.Schema, stored, own)
            : null;
    }
}
