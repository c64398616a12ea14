namespace Actors.Kernel.Tests.Actors;

public sealed class ReceiveActorTests : ActorTest
{
    [Fact]
    public void Receive_the_first_handler_that_fits_takes_the_message()
    {
        var actor = ActorOf<Sorting>();

        foreach (object message in (object[])[1, -1, "text", 2.5])
            actor.Tell(message, TestActor);

        ExpectMsg("positive 1");
        ExpectMsg("number -1");
        ExpectMsg("string text");
        ExpectMsg("any 2.5");
    }

    [Fact]
    public void Become_replaces_the_handlers_and_UnbecomeStacked_brings_them_back()
    {
        var actor = ActorOf<Switching>();

        foreach (var message in (string[])["on", "?", "off", "?"])
            actor.Tell(message, TestActor);

        ExpectMsg("on");
        ExpectMsg("off");
    }

    [Fact]
    public void ReceiveAsync_holds_further_messages_and_keeps_Sender_and_Self_after_await()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = ActorOf(() => new Waiting(gate.Task));
        var other = CreateTestProbe();

        actor.Tell("first", TestActor);
        actor.Tell("second", other.Ref);
        ExpectMsg("begin first");
        other.ExpectNoMsg();
        gate.SetResult();

        ExpectMsgFrom(actor, "end first");
        other.ExpectMsg("begin second");
        other.ExpectMsgFrom(actor, "end second");
    }

    private sealed class Sorting : ReceiveActor
    {
        public Sorting()
        {
            Receive<int>(number => Sender.Tell($"positive {number}"), number => number > 0);
            Receive<int>(number => Sender.Tell($"number {number}"));
            Receive<string>(text => Sender.Tell($"string {text}"));
            ReceiveAny(other => Sender.Tell(FormattableString.Invariant($"any {other}")));
        }
    }

    private sealed class Switching : ReceiveActor
    {
        public Switching()
        {
            Receive<string>(_ => BecomeStacked(On), text => text == "on");
            Receive<string>(_ => Sender.Tell("off"));
        }

        private void On()
        {
            Receive<string>(_ => UnbecomeStacked(), text => text == "off");
            Receive<string>(_ => Sender.Tell("on"));
        }
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(Task gate)
        {
            ReceiveAsync<string>(async text =>
            {
                Sender.Tell($"begin {text}");
                await gate;
                Sender.Tell($"end {text}");
            });
        }
    }
}
