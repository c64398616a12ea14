namespace Actors.Kernel.Tests.Actors;

/// <summary>On threads of their own: Akka.NET's TestKit lets the threads that tests run on stand within a test actor.</summary>
public sealed class ActorBaseTests
{
    [Fact]
    public void Context_outside_of_an_actor_is_refused() => OnAThreadOfItsOwn(() => Should.Throw<NotSupportedException>(() => Alone.Look()));

    [Fact]
    public void An_actor_made_with_new_is_refused() => OnAThreadOfItsOwn(() => Should.Throw<ActorInitializationException>(() => new Alone()));

    private static void OnAThreadOfItsOwn(Action check)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(check));
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();
    }

    private sealed class Alone : UntypedActor
    {
        public static IActorRef Look() => Context.Self;

        protected override void OnReceive(object message)
        {
        }
    }
}
