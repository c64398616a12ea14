using Microsoft.Data.Sqlite;

namespace Actors.History.Sqlite;

/// <summary>A job as a row of <c>jobs</c>.</summary>
internal static class JobRow
{
    /// <summary>The columns, in the order in which <see cref="StoredRow.Job"/> reads them.</summary>
    internal const string Columns =
        "id, shard, user, kind, channel, status, attempt, progress, created, updated, command, text_from, terminal, body_hash, resumed_from";

    /// <summary>One parameter for each column.</summary>
    internal const string Parameters =
        "$id, $shard, $user, $kind, $channel, $status, $attempt, $progress, $created, $updated, $command, $text_from, $terminal, $body_hash, $resumed_from";

    /// <summary>Binds a job to the parameters.</summary>
    internal static void Bind(SqliteParameterCollection parameters, JobView job)
    {
        parameters.Set("$id", job.Id);
        parameters.Set("$shard", job.Shard);
        parameters.Set("$user", job.User);
        parameters.Set("$kind", job.Kind);
        parameters.Set("$channel", job.Channel);
        parameters.Set("$status", (int)job.Status);
        parameters.Set("$attempt", job.Attempt);
        parameters.Set("$progress", job.Progress);
        parameters.Set("$created", job.CreatedAt.ToUnixTimeMilliseconds());
        parameters.Set("$updated", job.UpdatedAt.ToUnixTimeMilliseconds());
        parameters.Set("$command", job.Command);
        parameters.Set("$text_from", job.TextFrom);
        parameters.Set("$terminal", job.Terminal);
        parameters.Set("$body_hash", job.BodyHash);
        parameters.Set("$resumed_from", job.ResumedFrom);
    }
}
