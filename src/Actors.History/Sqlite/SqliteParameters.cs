using Microsoft.Data.Sqlite;

namespace Actors.History.Sqlite;

/// <summary>Parameters of a command that is used again and again.</summary>
internal static class SqliteParameters
{
    /// <summary>Sets a parameter, adding it the first time. Null is stored as nothing.</summary>
    internal static SqliteParameterCollection Set(this SqliteParameterCollection parameters, string name, object? value)
    {
        if (parameters.Contains(name))
        {
            parameters[name].Value = value ?? DBNull.Value;
        }
        else
        {
            parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return parameters;
    }
}
