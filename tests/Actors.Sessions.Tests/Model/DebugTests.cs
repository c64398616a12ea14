namespace Actors.Sessions.Tests.Model;
public sealed class DebugTests
{
    [Fact]
    public void Seed()
    {
        var w = new World(1693028309);
        try { w.Run(600, 3000); } catch (Exception e) { throw new InvalidOperationException(w.Dump() + e.Message); }
    }
}
