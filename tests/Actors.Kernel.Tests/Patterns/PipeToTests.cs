namespace Actors.Kernel.Tests.Patterns;

public sealed class PipeToTests : ActorTest
{
    [Fact]
    public void The_result_is_told_with_the_given_sender()
    {
        var probe = CreateTestProbe();

        Task.FromResult("result").PipeTo(TestActor, probe.Ref);

        ExpectMsgFrom(probe.Ref, "result");
    }

    [Fact]
    public void Success_and_failure_make_the_messages()
    {
        Task.FromResult(2).PipeTo(TestActor, success: number => $"{number} things");
        Task.FromException<int>(new InvalidOperationException("why")).PipeTo(TestActor, failure: e => e.Message);
        Task.CompletedTask.PipeTo(TestActor, success: () => "done");

        ExpectMsg("2 things");
        ExpectMsg("why");
        ExpectMsg("done");
    }

    [Fact]
    public void A_failure_is_told_as_Status_Failure()
    {
        var cause = new InvalidOperationException("why");

        Task.FromException(cause).PipeTo(TestActor);
        Task.FromCanceled<int>(new CancellationToken(true)).PipeTo(TestActor);
        Task.FromResult(1).PipeTo(TestActor, success: _ => throw cause);

        ExpectMsg<Status.Failure>().Cause.ShouldBe(cause);
        ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<TaskCanceledException>();
        ExpectMsg<Status.Failure>().Cause.ShouldBe(cause);
    }

    [Fact]
    public void A_task_without_result_tells_nothing_unless_asked_to()
    {
        Task.CompletedTask.PipeTo(TestActor);

        ExpectNoMsg();
    }

    [Fact]
    public void The_mailbox_goes_on_while_the_task_runs()
    {
        var work = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Piping(work.Task, TestActor)));

        actor.Tell("start");
        actor.Tell("meanwhile");
        ExpectMsg("meanwhile");
        work.SetResult("result");

        ExpectMsg("result");
    }

    private sealed class Piping : ReceiveActor
    {
        public Piping(Task<string> work, IActorRef observer)
        {
            Receive<string>(_ => work.PipeTo(Self), text => text == "start");
            Receive<string>(text => observer.Tell(text));
        }
    }
}
