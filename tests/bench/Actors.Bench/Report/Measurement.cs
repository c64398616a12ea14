namespace Actors.Bench.Report;

/// <summary>What one server reached in one scenario.</summary>
/// <param name="Scenario">For example <c>fanout</c>.</param>
/// <param name="Peer">The server.</param>
/// <param name="Values">Named figures, the unit in the name.</param>
internal sealed record Measurement(string Scenario, string Peer, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>The figure of this name.</summary>
    public double this[string name] => Values[name];
}
