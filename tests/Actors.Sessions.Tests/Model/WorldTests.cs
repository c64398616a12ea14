using FsCheck;
using FsCheck.Fluent;

namespace Actors.Sessions.Tests.Model;

public sealed class WorldTests
{
    [Fact]
    public void Readers_see_every_valid_event_once_in_order_whatever_happens_to_log_bus_nodes_and_connections() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new World(seed).Run(steps: 600, calmSteps: 3000))
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200));
}
