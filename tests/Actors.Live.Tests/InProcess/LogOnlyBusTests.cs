using Actors.Live.InProcess;

namespace Actors.Live.Tests.InProcess;

public sealed class LogOnlyBusTests : LiveBusManners
{
    protected override ILiveBus Bus { get; } = new LogOnlyBus();
}
