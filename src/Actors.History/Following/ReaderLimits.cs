namespace Actors.History.Following;

/// <summary>What a shard's reader may hold in memory.</summary>
/// <param name="KeepRecords">Whether the store takes the records themselves.</param>
/// <param name="MaxUnstoredBytes">Reading pauses while so many bytes of records wait to be stored.</param>
internal sealed record ReaderLimits(bool KeepRecords, long MaxUnstoredBytes)
{
    /// <summary>
    /// Reading pauses while so many records wait to be stored, kept or not: a run's entry is a byte or two, a job some hundred.
    /// </summary>
    internal long MaxUnstoredRecords { get; init; } = 200_000;

    /// <summary>How much is read at once where reading goes over the same records again.</summary>
    internal int PageBytes { get; init; } = 256 * 1024;

    /// <summary>For a store that holds no records.</summary>
    internal static ReaderLimits IndexOnly { get; } = new(false, long.MaxValue);
}
