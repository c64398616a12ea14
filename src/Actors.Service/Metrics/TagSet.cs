namespace Actors.Service.Metrics;

/// <summary>
/// A measurement's tags as a key, up to four of them, without an allocation for each measurement. What comes behind the fourth is
/// left out: no instrument of ours has so many.
/// </summary>
internal readonly record struct TagSet(
    KeyValuePair<string, object?> First,
    KeyValuePair<string, object?> Second,
    KeyValuePair<string, object?> Third,
    KeyValuePair<string, object?> Fourth)
{
    /// <summary>Takes the tags in their order, which is the same at each call site.</summary>
    public static TagSet From(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(
        tags.Length > 0 ? tags[0] : default,
        tags.Length > 1 ? tags[1] : default,
        tags.Length > 2 ? tags[2] : default,
        tags.Length > 3 ? tags[3] : default);

    /// <summary>The same tags, in the same order. A pair's own equality would look into it by reflection, at every measurement.</summary>
    public bool Equals(TagSet other) =>
        AreSame(First, other.First) && AreSame(Second, other.Second) && AreSame(Third, other.Third) && AreSame(Fourth, other.Fourth);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(First.Value, Second.Value, Third.Value, Fourth.Value);

    /// <summary>The tags that are there.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Tags()
    {
        KeyValuePair<string, object?>[] all = [First, Second, Third, Fourth];
        return all.Where(t => t.Key is not null);
    }

    private static bool AreSame(in KeyValuePair<string, object?> one, in KeyValuePair<string, object?> other) =>
        string.Equals(one.Key, other.Key, StringComparison.Ordinal) && Equals(one.Value, other.Value);
}
