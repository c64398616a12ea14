using Actors.Contracts.Events;
using Actors.Contracts.Jobs;

namespace Actors.Shards.Tests.Owner;

public sealed class JobTests : OwnerTest
{
    [Fact]
    public void A_stop_ends_a_job_as_cancelled()
    {
        StartOwner();
        var job = Cluster.SubmitJob(Channel, "hang");
        Pass(100);
        Cluster.CancelJob(Channel, job);
        Cluster.CancelJob(Channel, job);

        Finish();

        TypesOf(job).ShouldBe([EventTypes.GenerationQueued, EventTypes.GenerationCancelling, EventTypes.GenerationCancelled]);
    }

    [Fact]
    public void A_completion_behind_a_stop_is_ignored()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "stubborn");
        Pass(100);
        Cluster.CancelJob(Channel, job);

        Finish();

        TypesOf(job).ShouldBe([EventTypes.GenerationQueued, EventTypes.GenerationCancelling, EventTypes.GenerationCancelled]);
        node.Jobs.Outcomes.ShouldBe([("stubborn", JobStep.Cancelled)]);
    }

    [Fact]
    public void A_stop_of_a_job_that_has_ended_or_never_was_says_nothing()
    {
        StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(5000);
        Cluster.CancelJob(Channel, job);
        Cluster.CancelJob(Channel, JobId.Create(0, Guid.Empty).Value);

        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Events.Count.ShouldBe(6);
    }

    [Fact]
    public void A_job_whose_actor_fails_is_started_again_with_the_next_attempt()
    {
        StartOwner();
        var job = Cluster.SubmitJob(Channel, "crash");

        Finish();

        TypesOf(job).ShouldBe(
        [
            EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.GenerationReset,
            EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.ChatChunk, EventTypes.ChatChunk, EventTypes.GenerationComplete,
        ]);
    }

    [Fact]
    public void A_job_whose_actor_fails_too_often_ends_as_failed()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "doomed");

        Finish();

        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1 + Options.MaxJobRestarts);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationFailed);
        node.Jobs.Outcomes.ShouldBe([("doomed", JobStep.Failed)]);
    }

    [Fact]
    public void A_job_that_a_drain_stopped_has_not_failed_when_the_shard_is_given_back_meanwhile()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "hang");
        Settle();
        for (var i = 0; i < 20; i++)
        {
            node.Revoke(0);
            node.Assign(0);
            Settle();

            StatusOf(node).RunningJobs.ShouldBe(1, "it runs again at once");
        }

        Pass(10_000);
        TypesOf(job).ShouldBe([EventTypes.GenerationQueued]);
    }

    [Fact]
    public void A_job_that_had_begun_when_it_was_drained_has_failed_when_its_actor_does()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "doomed");
        Pass(15);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationStarted);
        node.Revoke(0);
        node.Assign(0);

        Finish();

        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1 + Options.MaxJobRestarts);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationFailed);
    }

    [Fact]
    public void An_event_that_is_too_large_never_gets_in_and_ends_its_job()
    {
        StartOwner();
        var job = Cluster.SubmitJob(Channel, "huge");

        Finish();

        TypesOf(job).ShouldBe([EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.GenerationFailed]);
        Records.ShouldAllBe(e => e.Record.Value.Length <= Options.MaxEventBytes);
    }
}
