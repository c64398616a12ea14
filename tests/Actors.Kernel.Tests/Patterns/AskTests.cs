namespace Actors.Kernel.Tests.Patterns;

public sealed class AskTests : ActorTest
{
    [Fact]
    public async Task Ask_completes_with_the_answer()
    {
        var actor = ActorOf<Answering>();

        (await actor.Ask<string>("hello", TimeSpan.FromSeconds(30))).ShouldBe("hello, too");
    }

#if !ENGINE_AKKA
    [Fact]
    public async Task Ask_without_an_answer_in_time_throws_AskTimeoutException()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var system = ActorSystem.Create("ask", ActorSystemSetup.Create(new KernelSetup { Dispatcher = dispatcher, Log = _ => { } }));
        var answer = system.ActorOf(Props.Create<Answering>()).Ask<string>("silence", TimeSpan.FromSeconds(3));

        dispatcher.Advance(TimeSpan.FromSeconds(2.9));
        answer.IsCompleted.ShouldBeFalse();
        dispatcher.Advance(TimeSpan.FromSeconds(0.1));

        (await Should.ThrowAsync<AskTimeoutException>(answer)).Message.ShouldBe("Timeout after 3.00 seconds");
    }
#endif

    [Fact]
    public async Task Ask_throws_the_cause_of_a_Status_Failure()
    {
        var actor = ActorOf<Answering>();

        (await Should.ThrowAsync<InvalidOperationException>(actor.Ask<string>(new Status.Failure(new InvalidOperationException("why")), TimeSpan.FromSeconds(30))))
            .Message.ShouldBe("why");
    }

    [Fact]
    public async Task Ask_throws_when_the_answer_is_of_another_type() =>
        await Should.ThrowAsync<ArgumentException>(ActorOf<Answering>().Ask<int>("hello", TimeSpan.FromSeconds(30)));

    [Fact]
    public async Task Ask_ends_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var answer = ActorOf<Answering>().Ask<string>("silence", cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<TaskCanceledException>(answer);
    }

    [Fact]
    public async Task A_second_answer_becomes_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        (await ActorOf<Answering>().Ask<string>("twice", TimeSpan.FromSeconds(30))).ShouldBe("first");

        ExpectMsg<DeadLetter>().Message.ShouldBe("second");
    }

    private sealed class Answering : ReceiveActor
    {
        public Answering()
        {
            Receive<string>(_ => { }, text => text == "silence");
            Receive<string>(
                _ =>
                {
                    Sender.Tell("first");
                    Sender.Tell("second");
                },
                text => text == "twice");
            Receive<string>(text => Sender.Tell($"{text}, too"));
            Receive<Status.Failure>(failure => Sender.Tell(failure));
        }
    }
}
