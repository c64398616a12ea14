namespace Actors.Service.Configuration;

/// <summary>Where the log is: <c>Log:Kind</c>.</summary>
internal enum LogKind
{
    /// <summary>In the data directory, for one process.</summary>
    Sqlite,

    /// <summary>In a topic, for any number of nodes.</summary>
    Kafka,
}
