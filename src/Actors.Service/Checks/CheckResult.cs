namespace Actors.Service.Checks;

/// <summary>What a look at one store has found.</summary>
/// <param name="Store">Its key: <c>Log</c>, <c>Live</c>, <c>History</c>, <c>Data</c>.</param>
/// <param name="Uses">What would be used, without secrets.</param>
/// <param name="IsFine">True when a node can start with it and serve everything.</param>
/// <param name="Found">What was found, or what is wrong.</param>
internal sealed record CheckResult(string Store, string Uses, bool IsFine, string Found)
{
    /// <summary>The log's id; null for another store, and where it was not read.</summary>
    public uint? LogId { get; init; }

    /// <summary>True when the log is yet to be made.</summary>
    public bool IsNewLog { get; init; }

    /// <summary>All is well.</summary>
    public static CheckResult Fine(string store, string uses, string found) => new(store, uses, true, found);

    /// <summary>Something is wrong; the text is one line.</summary>
    public static CheckResult Wrong(string store, string uses, string found) => new(store, uses, false, found.ReplaceLineEndings(" "));
}
