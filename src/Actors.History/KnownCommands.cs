namespace Actors.History;

/// <summary>What the history knows of a command's id. Immutable.</summary>
/// <param name="Next">Each command before this offset, of the shard that was asked for, was looked at; those from it on were perhaps not.</param>
/// <param name="Commands">The first command with the id in each shard that has one.</param>
public sealed record KnownCommands(long Next, IReadOnlyList<CommandView> Commands)
{
    /// <summary>Of commands that are stored, and those that were seen a moment before: where a shard has both, the stored one came first.</summary>
    internal static KnownCommands Of(long next, IEnumerable<CommandView> stored, IEnumerable<CommandView> seen) =>
        new(next, [.. stored.Concat(seen).DistinctBy(command => command.Shard)]);
}
