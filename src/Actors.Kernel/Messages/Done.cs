namespace Actors.Kernel;

/// <summary>The result of something that has none.</summary>
public sealed class Done
{
    private Done()
    {
    }

    /// <summary>The only instance.</summary>
    public static readonly Done Instance = new();
}
