namespace Actors.Kernel;

/// <summary>Makes its receiver fail with <see cref="ActorKilledException"/>, which supervisors answer with a stop unless told otherwise.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    /// <summary>The only instance.</summary>
    public static Kill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<Kill>";
}
