namespace Actors.Service.Configuration;

/// <summary>Where the history is: <c>History:Kind</c>.</summary>
internal enum HistoryKind
{
    /// <summary>In the data directory, this node's own.</summary>
    Sqlite,

    /// <summary>In PostgreSQL, shared by all nodes.</summary>
    Postgres,
}
