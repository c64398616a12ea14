using Npgsql;

namespace Actors.History.Postgres;

/// <summary>Arrays as parameters: a statement takes all rows at once.</summary>
internal static class Columns
{
    /// <summary>A statement whose parameters $1, $2… are added behind it.</summary>
    internal static NpgsqlBatchCommand Statement(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Adds a value.</summary>
    internal static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Adds a column of many rows.</summary>
    internal static NpgsqlBatchCommand With<TRow, T>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        return command.With(values);
    }
}
