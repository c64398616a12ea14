namespace Actors.Bench.Report;

/// <summary>Something that must hold, and whether it did.</summary>
/// <param name="Scenario">For example <c>fanout</c>.</param>
/// <param name="What">The figure, its unit in the name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bound">Whether the limit is the least or the most.</param>
/// <param name="Limit">The limit.</param>
internal sealed record Target(string Scenario, string What, double Value, Bound Bound, double Limit)
{
    /// <summary>True if the value keeps to the limit. A value that is no number keeps to nothing.</summary>
    public bool Met => Bound == Bound.AtLeast ? Value >= Limit : Value <= Limit;
}
