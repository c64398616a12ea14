using Actors.Live.InProcess;

namespace Actors.Live.Tests.InProcess;

public sealed class InProcessBusContractTests : LiveBusContract
{
    public override Task DisposeAsync() => Task.CompletedTask;

    protected override Task<(ILiveBus Owner, ILiveBus Reader)> OpenAsync()
    {
        var bus = new InProcessBus();
        return Task.FromResult<(ILiveBus, ILiveBus)>((bus, bus));
    }
}
