namespace Actors.Kernel.Tests.Surface;

/// <summary>Whatever compiles against the kernel's public surface must compile against Akka.NET: a name or a shape of our own would tie actors to this engine.</summary>
public sealed class AkkaSurfaceTests
{
    /// <summary>What Akka.NET has not, and actors do not use: those who build or simulate a system do.</summary>
    private static readonly string[] OwnTypes = ["DeterministicDispatcher", "KernelSetup"];

    /// <summary>What Akka.NET has in another way: the base of its event stream publishes, and its envelope is compared without operators.</summary>
    private static readonly string[] OtherwiseThere =
    [
        "EventStream: void Publish(object)", "Envelope: bool ==(Envelope, Envelope)", "Envelope: bool !=(Envelope, Envelope)",
    ];

    /// <summary>The TestKit of xunit is not in the listing of the TestKits' base; its constructors are those that its users call.</summary>
    private static readonly string[] XunitTypes = ["TestKit"];

    [AkkaApiFact]
    public void Every_public_member_of_the_kernel_is_one_of_Akka_NET() =>
        Foreign(typeof(ActorSystem), "Akka.txt").ShouldBeEmpty();

    [AkkaApiFact]
    public void Every_public_member_of_the_TestKit_is_one_of_Akka_NETs() =>
        Foreign(typeof(TestKitBase), "Akka.TestKit.txt", "Akka.txt").ShouldBeEmpty();

    [AkkaApiFact]
    public void The_listing_is_read_whole()
    {
        var listed = AkkaListing.Read("Akka.txt");

        listed.Count.ShouldBeGreaterThan(3_000);
        listed.ShouldContain("IActorContext: IActorRef Self");
        listed.ShouldContain("CoordinatedShutdown: Task<Done> Run(Reason, string)");
        listed.ShouldContain("ReceiveActor: void ReceiveAsync(Func<T,Task>)");
        listed.ShouldNotContain("ActorSystem: Task Terminate(object)");
    }

    private static List<string> Foreign(Type of, params string[] files)
    {
        var listed = AkkaListing.Read(files);
        return [.. OwnSurface.Of(of.Assembly)
            .Where(member => !OwnTypes.Concat(XunitTypes).Contains(member.Split(':', '.')[0]))
            .Except(OtherwiseThere)
            .Where(member => !listed.Contains(member))];
    }
}
