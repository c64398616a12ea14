namespace Actors.Simulation.Oracle;

/// <summary>A rule was broken; the message says which and where.</summary>
public sealed class Violation : Exception
{
    public Violation()
    {
    }

    public Violation(string message)
        : base(message)
    {
    }

    public Violation(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
