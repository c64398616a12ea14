namespace Actors.Kernel;

/// <summary>Chooses the answer to a failure.</summary>
public interface IDecider
{
    /// <summary>The answer to <paramref name="cause"/>.</summary>
    Directive Decide(Exception cause);
}
