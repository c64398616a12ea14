namespace Actors.Service.Configuration;

/// <summary>Section <c>Postgres</c>.</summary>
internal sealed record PostgresSettings
{
    /// <summary>The database, as Npgsql takes it: <c>Host=…;Username=…;Password=…;Database=…</c>. No default.</summary>
    public string ConnectionString { get; init; } = string.Empty;
}
