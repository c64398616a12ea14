namespace Actors.Kernel;

/// <summary>What a system is set up from: at most one part of each type.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>All defaults.</summary>
    public static readonly ActorSystemSetup Empty = new([]);

    private readonly Setup[] _parts;

    private ActorSystemSetup(Setup[] parts) => _parts = parts;

    /// <summary>From parts; a later one replaces an earlier one of its type.</summary>
    public static ActorSystemSetup Create(params Setup[] setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup.Aggregate(Empty, (sum, part) => sum.With(part));
    }

    /// <summary>With <paramref name="setup"/> instead of what there was of its type.</summary>
    public ActorSystemSetup WithSetup<T>(T setup)
        where T : Setup => With(setup);

    /// <summary>With <paramref name="setup"/> instead of what there was of its type.</summary>
    public ActorSystemSetup And<T>(T setup)
        where T : Setup => With(setup);

    internal T? Get<T>()
        where T : Setup => _parts.OfType<T>().FirstOrDefault();

    private ActorSystemSetup With(Setup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return new ActorSystemSetup([.. _parts.Where(part => part.GetType() != setup.GetType()), setup]);
    }
}
