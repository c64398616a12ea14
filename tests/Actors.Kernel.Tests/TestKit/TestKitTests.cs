using Xunit.Sdk;

namespace Actors.Kernel.Tests.TestKit;

/// <summary>Expectations must fail when they are not met.</summary>
public sealed class TestKitTests : ActorTest
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void ExpectMsg_fails_without_a_message_and_with_another_one()
    {
        Should.Throw<XunitException>(() => ExpectMsg<string>(Short));
        TestActor.Tell(1);
        Should.Throw<XunitException>(() => ExpectMsg<string>());
        TestActor.Tell("one");
        Should.Throw<XunitException>(() => ExpectMsg("two"));
        TestActor.Tell("one");
        Should.Throw<XunitException>(() => ExpectMsg<string>(text => text == "two"));
        TestActor.Tell("one");
        Should.Throw<XunitException>(() => ExpectMsgFrom(CreateTestProbe().Ref, "one"));
    }

    [Fact]
    public async Task ExpectMsgAsync_fails_without_a_message_and_with_another_one()
    {
        await Should.ThrowAsync<XunitException>(async () => await ExpectMsgAsync<string>(Short));
        TestActor.Tell("one");
        await Should.ThrowAsync<XunitException>(async () => await ExpectMsgAsync("two"));
        TestActor.Tell("one");
        (await ExpectMsgAsync<string>(text => text == "one")).ShouldBe("one");
        TestActor.Tell("one");
        await Should.ThrowAsync<XunitException>(async () => await ExpectNoMsgAsync(Short));
    }

    [Fact]
    public void ExpectNoMsg_fails_with_a_message()
    {
        TestActor.Tell("one");

        Should.Throw<XunitException>(() => ExpectNoMsg());
    }

    [Fact]
    public void ExpectMsgAllOf_takes_any_order_but_no_other_messages()
    {
        foreach (var text in (string[])["b", "a", "b", "c"])
            TestActor.Tell(text);

        ExpectMsgAllOf("a", "b");
        Should.Throw<XunitException>(() => ExpectMsgAllOf("b", "d"));
    }

    [Fact]
    public void FishForMessage_drops_what_does_not_fit()
    {
        foreach (object message in (object[])["a", 1, 2, 3])
            TestActor.Tell(message);

        FishForMessage<int>(number => number > 1).ShouldBe(2);
        ExpectMsg(3);
        Should.Throw<XunitException>(() => FishForMessage<int>(_ => true, Short));
    }

    [Fact]
    public void Within_bounds_the_waiting_in_it()
    {
        Should.Throw<XunitException>(() => Within(Short, () => ExpectMsg<string>()));
        Should.Throw<XunitException>(() => Within(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30), () => { }));
        Within(TimeSpan.FromSeconds(30), () => Remaining.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30)));
        Should.Throw<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void AwaitCondition_and_AwaitAssert_fail_when_the_time_is_over()
    {
        var looks = 0;
        AwaitCondition(() => ++looks == 3);
        Should.Throw<XunitException>(() => AwaitCondition(() => false, Short));
        AwaitAssert(() => (++looks).ShouldBe(6));
        Should.Throw<ShouldAssertException>(() => AwaitAssert(() => 1.ShouldBe(2), Short));
    }

    [Fact]
    public void A_probe_sends_replies_and_stands_for_its_reference()
    {
        var probe = CreateTestProbe("probe");
        probe.Send(TestActor, "question");
        ExpectMsgFrom(probe.Ref, "question");
        LastSender.ShouldBe(probe.Ref);
        LastSender.Equals(probe).ShouldBeTrue();
        probe.Equals(LastSender).ShouldBeTrue();

        probe.Ref.Tell("asked", TestActor);
        probe.ExpectMsg("asked");
        probe.Reply("answer");
        ExpectMsgFrom(probe.Ref, "answer");

        var watched = CreateTestProbe();
        Watch(watched);
        Sys.Stop(watched);
        ExpectTerminated(watched.Ref);
    }

    [Fact]
    public void An_autopilot_answers_and_the_test_sees_the_messages_too()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"{message}, too", probe.Ref);
            return message is "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));

        foreach (var text in (string[])["first", "last", "unanswered"])
            probe.Ref.Tell(text, TestActor);

        ExpectMsg("first, too");
        ExpectMsg("last, too");
        probe.ReceiveN(3).ShouldBe(["first", "last", "unanswered"]);
        ExpectNoMsg();
    }

    [Fact]
    public void Ignored_messages_do_not_reach_the_test()
    {
        IgnoreMessages<int>();
        TestActor.Tell(1);
        TestActor.Tell("text");
        ExpectMsg("text");

        IgnoreNoMessages();
        TestActor.Tell(2);
        ExpectMsg(2);
    }

#if !ENGINE_AKKA
    [Fact]
    public void Under_a_deterministic_dispatcher_waiting_is_virtual()
    {
        var dispatcher = new DeterministicDispatcher(1);
        using var kit = new Kernel.TestKit.TestKit(ActorSystemSetup.Create(new KernelSetup { Dispatcher = dispatcher }));
        kit.Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(20), kit.TestActor, "late", ActorRefs.NoSender);

        kit.ExpectNoMsg(TimeSpan.FromSeconds(19));
        kit.ExpectMsg("late", TimeSpan.FromSeconds(2));
        kit.Within(TimeSpan.FromHours(1), TimeSpan.FromHours(2), () => dispatcher.Advance(TimeSpan.FromHours(1)));
    }
#endif
}
