namespace Actors.History.Postgres;

/// <summary>What a look at the shared history's schema has found; nothing was made or changed. Immutable.</summary>
public sealed record PostgresSight
{
    /// <summary>The form of the schema, by the number of its last migration; null where it is missing, to be made by the first node.</summary>
    public int? Form { get; init; }

    /// <summary>The log whose history it holds; null where it holds none.</summary>
    public uint? LogId { get; init; }
}
