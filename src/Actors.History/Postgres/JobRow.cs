using Npgsql;

namespace Actors.History.Postgres;

/// <summary>A job as a row of <c>jobs</c>.</summary>
internal static class JobRow
{
    /// <summary>The columns, in the order in which <see cref="StoredRow.Job"/> reads them.</summary>
    internal const string Columns =
        "id, shard, user_id, kind, channel, status, attempt, progress, created, updated, command, text_from, terminal, body_hash, resumed_from, ended";

    /// <summary>Rows from one array for each column.</summary>
    internal const string Rows = "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

    /// <summary>What of a job changes in its life.</summary>
    internal const string Changes =
        """
        status = excluded.status, attempt = excluded.attempt, progress = excluded.progress, updated = excluded.updated,
        text_from = excluded.text_from, terminal = excluded.terminal, ended = excluded.ended
        """;

    /// <summary>Binds jobs to the parameters of <see cref="Rows"/>.</summary>
    internal static void Bind(NpgsqlBatchCommand command, IReadOnlyList<JobView> jobs) => command
        .With(jobs, j => j.Id).With(jobs, j => j.Shard).With(jobs, j => TextKey.Key(j.User)).With(jobs, j => TextKey.Text(j.Kind))
        .With(jobs, j => TextKey.Key(j.Channel)).With(jobs, j => (short)j.Status).With(jobs, j => j.Attempt).With(jobs, j => j.Progress)
        .With(jobs, j => j.CreatedAt.ToUnixTimeMilliseconds()).With(jobs, j => j.UpdatedAt.ToUnixTimeMilliseconds()).With(jobs, j => j.Command)
        .With(jobs, j => j.TextFrom).With(jobs, j => j.Terminal).With(jobs, j => j.BodyHash is null ? null : TextKey.Text(j.BodyHash))
        .With(jobs, j => j.ResumedFrom is null ? null : TextKey.Text(j.ResumedFrom)).With(jobs, j => j.IsOpen ? (long?)null : j.UpdatedAt.ToUnixTimeMilliseconds());
}
