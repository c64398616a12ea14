namespace Actors.Service.Presence;

/// <summary>A connection's place among its user's, and its user's stay in rooms by it. Both end together.</summary>
internal sealed class PresentPlace(IDisposable place, IDisposable stay) : IDisposable
{
    public void Dispose()
    {
        stay.Dispose();
        place.Dispose();
    }
}
