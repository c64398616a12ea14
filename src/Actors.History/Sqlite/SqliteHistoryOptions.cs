namespace Actors.History.Sqlite;

/// <summary>How the embedded history works.</summary>
public sealed record SqliteHistoryOptions
{
    /// <summary>The directory that holds <c>history.db</c>; created where it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// How long changes are gathered before they are stored together; questions see them at once. 250 ms by default: then a
    /// channel with ten events a second costs four short rows a second.
    /// </summary>
    public TimeSpan StoreInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What is removed, and when.</summary>
    public JobRetention Retention { get; init; } = new();

    /// <summary>Throws when a value makes no sense; the message names the configuration's key.</summary>
    /// <exception cref="ArgumentException">What is wrong and what is allowed.</exception>
    public void Validate()
    {
        var fault = string.IsNullOrWhiteSpace(Directory) ? "Data:Directory must name a directory."
            : StoreInterval <= TimeSpan.Zero || StoreInterval > TimeSpan.FromMinutes(1) ? "History:StoreInterval must be more than zero and at most a minute."
            : Retention.Fault();
        if (fault is not null)
        {
            throw new ArgumentException(fault);
        }
    }
}
