namespace Actors.Bench.Kernel;

/// <summary>The message of all kernel measurements.</summary>
internal sealed class Ball
{
    /// <summary>The only one: what is measured is the engine, not the allocation of messages.</summary>
    public static readonly Ball Instance = new();
}
