namespace Actors.Kernel;

/// <summary>Where deciders come from.</summary>
public static class Decider
{
    /// <summary>A decider that is a function.</summary>
    public static LocalOnlyDecider From(Func<Exception, Directive> localOnlyDecider) => new(localOnlyDecider);
}
