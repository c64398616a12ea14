namespace Actors.Service.Node;

/// <summary>Why the actors shut down: the host was told to stop.</summary>
internal sealed class HostStops : CoordinatedShutdown.Reason
{
    /// <summary>The only instance.</summary>
    public static readonly HostStops Instance = new();

    private HostStops()
    {
    }
}
