using Xunit.Abstractions;

namespace Actors.Kernel.TestKit;

/// <summary>The base of xunit tests of actors: an actor system of their own, a test actor whose messages they expect, and an orderly end.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    /// <summary>With a given system, or one of its own.</summary>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(system ?? CreateSystem(ActorSystemSetup.Empty, null, output))
    {
        Output = output;
    }

    /// <summary>With a system made from <paramref name="config"/>.</summary>
    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(CreateSystem(config, actorSystemName, output))
    {
        Output = output;
    }

    /// <summary>With a system made from <paramref name="config"/>.</summary>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(CreateSystem(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, output))
    {
        Output = output;
    }

    /// <summary>With a system made from a text of HOCON.</summary>
    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output)
    {
    }

    /// <summary>Where the test writes to; <c>null</c> if it was not given.</summary>
    protected ITestOutputHelper? Output { get; }

    /// <summary>Ends the system.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once when the test is over, before the system ends.</summary>
    protected virtual void AfterAll()
    {
    }

    /// <summary>Ends the system.</summary>
    protected virtual void Dispose(bool disposing)
    {
        AfterAll();
        Shutdown();
    }

    private static ActorSystem CreateSystem(ActorSystemSetup setup, string? name, ITestOutputHelper? output)
    {
        var kernel = setup.Get<KernelSetup>() ?? new KernelSetup();
        return ActorSystem.Create(name ?? "test", setup.And(new KernelSetup
        {
            Time = kernel.Time,
            Dispatcher = kernel.Dispatcher,
            Random = kernel.Random,
            Log = kernel.Log ?? new OutputLog(output).Write,
        }));
    }
}
