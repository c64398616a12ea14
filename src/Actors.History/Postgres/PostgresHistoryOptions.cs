using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>How the history that several nodes share works.</summary>
public sealed partial record PostgresHistoryOptions
{
    /// <summary>The server and the database, as Npgsql takes it. Never logged.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema that holds the history's tables; made where it is missing. <c>actors</c> by default.</summary>
    public string Schema { get; init; } = "actors";

    /// <summary>
    /// The id of the log whose history may be removed where the schema holds it, as the refusal names it: eight hexadecimal
    /// digits. None by default: then a schema of another log stops the start.
    /// </summary>
    public string? ReplaceLog { get; init; }

    /// <summary>
    /// How long changes are gathered before they are stored together; less while somebody waits for them. 500 ms by default: then
    /// a channel with twenty events a second costs four rows a second.
    /// </summary>
    public TimeSpan StoreInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a question waits for a shard to be seen before it is refused. 5 s by default.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most connections of this node, one for storing and one for listening among them. 16 by default; at least 4.</summary>
    public int MaxConnections { get; init; } = 16;

    /// <summary>The most bytes of records that wait to be stored; then the log is read no further. 64 MiB by default; at least 1 MiB.</summary>
    public long MaxUnstoredBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What is removed beside events, and when.</summary>
    public JobRetention Retention { get; init; } = new();

    /// <summary>How long events are kept.</summary>
    public EventRetention Events { get; init; } = new();

    /// <summary>Throws when a value makes no sense; the message names the configuration's key.</summary>
    /// <exception cref="ArgumentException">What is wrong and what is allowed.</exception>
    public void Validate()
    {
        var fault = !IsConnectionString(ConnectionString) ? "Postgres:ConnectionString must name a host and a database, as in Host=db;Database=actors;Username=actors."
            : !SchemaName().IsMatch(Schema) ? "Postgres:Schema must be 1 to 40 small letters, digits and underscores, beginning with a letter."
            : !string.IsNullOrEmpty(ReplaceLog) && ReplacedLog is null ? "Postgres:ReplaceLog must be the id of a log, eight hexadecimal digits such as 0a1b2c3d."
            : StoreInterval <= TimeSpan.Zero || StoreInterval > TimeSpan.FromMinutes(1) ? "History:StoreInterval must be more than zero and at most a minute."
            : QuestionTimeout < TimeSpan.FromMilliseconds(100) || QuestionTimeout > TimeSpan.FromMinutes(1) ? "History:QuestionTimeout must be 100 ms to a minute."
            : MaxConnections < 4 ? "Postgres:MaxConnections must be at least 4."
            : MaxUnstoredBytes < 1024 * 1024 ? "History:MaxUnstoredBytes must be at least 1048576."
            : Retention.Fault() ?? Events.Fault();
        if (fault is not null)
        {
            throw new ArgumentException(fault);
        }
    }

    /// <summary><see cref="ReplaceLog"/> as a number.</summary>
    internal uint? ReplacedLog => ReplaceLog is { Length: 8 } && uint.TryParse(ReplaceLog, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static bool IsConnectionString(string text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$")]
    private static partial Regex SchemaName();
}
