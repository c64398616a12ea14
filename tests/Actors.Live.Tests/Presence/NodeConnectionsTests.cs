using Actors.Live.Presence;

namespace Actors.Live.Tests.Presence;

public sealed class NodeConnectionsTests : ConnectionRegistryContract
{
    protected override IConnectionRegistry Sut { get; } = new NodeConnections();
}
