using System.Text;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Simulation.Log;

namespace Actors.Shards.Tests.Owner;

public sealed class ServingTests : OwnerTest
{
    [Fact]
    public void A_submitted_job_runs_to_its_end()
    {
        StartOwner();
        var job = Cluster.SubmitJob(Channel);

        Finish();

        TypesOf(job).ShouldBe(
        [
            EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.ChatChunk,
            EventTypes.ChatChunk, EventTypes.GenerationComplete,
        ]);
        Frames.Where(f => f.Job == job).Select(f => f.Type).ShouldBe(TypesOf(job));
    }

    [Fact]
    public void The_first_event_is_published_without_any_time_passing()
    {
        StartOwner();
        Cluster.SubmitJob(Channel);

        Settle();

        Frames.ShouldHaveSingleItem().Type.ShouldBe(EventTypes.GenerationQueued);
    }

    [Fact]
    public void An_event_that_came_back_is_published_only_once_its_append_is_acknowledged()
    {
        var node = StartOwner();
        node.Log.Fates = _ => Fate.LandUnheard;
        Cluster.Say(Channel, "chat");
        Settle();
        Pass(5000);
        Events.Count.ShouldBe(1);
        Frames.ShouldBeEmpty();

        node.Log.Settle();
        Settle();

        Frames.Count.ShouldBe(1);
    }

    [Fact]
    public void Commands_are_answered_in_order_and_each_event_names_its_command()
    {
        StartOwner();
        var places = new[] { Cluster.Say(Channel, "chat"), Cluster.Say(Channel, "chat3"), Cluster.Say(Channel, "chat") };

        Finish();

        Events.Select(e => (e.Record.Answers, e.Record.Remaining)).ShouldBe(
        [
            (places[0].Offset, 0), (places[1].Offset, 2), (places[1].Offset, 1), (places[1].Offset, 0), (places[2].Offset, 0),
        ]);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":"job.submit"}""")]
    [InlineData("""{"type":"no.such.type","user":"u","channel":"CHANNEL"}""")]
    [InlineData("""{"type":"events.publish","user":"u","channel":"CHANNEL","events":[{"notype":1}]}""")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"channel:other","kind":"text"}""")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"CHANNEL","kind":"throw"}""")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"CHANNEL","kind":"reject"}""")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"CHANNEL","kind":"text","jobId":"not-a-job"}""")]
    public void What_is_no_command_is_refused_and_blocks_nothing(string text)
    {
        StartOwner();
        var place = Cluster.Submit(Channel, Encoding.UTF8.GetBytes(text.Replace("CHANNEL", Channel, StringComparison.Ordinal)));
        Cluster.Say(Channel, "chat");

        Pass(1000);

        Events.Count.ShouldBe(2);
        Events[0].Record.Type.ShouldBe(EventTypes.GenerationFailed);
        Events[0].Record.Answers.ShouldBe(place.Offset);
        Events[1].Record.Type.ShouldBe("chat");
    }

    [Theory]
    [InlineData("""{"type":"LONG","user":"u","channel":"CHANNEL"}""", "No command has the type")]
    [InlineData("""{"type":"job.submit","user":"LONG","channel":"CHANNEL","kind":"text"}""", "at most 128 characters")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"CHANNEL","kind":"LONG"}""", "at most 128 characters")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"CHANNEL","kind":"text","resumedFrom":"LONG"}""", "must be a job's id")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"CHANNEL","kind":"text","textSoFar":"LONG"}""", "at most 1000000 are allowed")]
    [InlineData("""{"type":"job.submit","user":"u","channel":"LONG","kind":"text"}""", "is not the record's key")]
    [InlineData("""{"type":"events.publish","user":"u","channel":"CHANNEL","events":[{"type":"LONG"}]}""", "must be a letter and up to 127 more")]
    [InlineData("""{"type":"events.publish","user":"u","channel":"CHANNEL","events":[{"type":"two words"}]}""", "must be a letter and up to 127 more")]
    public void A_text_without_measure_is_refused_by_a_short_answer_and_no_job_restarts(string text, string told)
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(1000);
        var place = Cluster.Submit(
            Channel,
            Encoding.UTF8.GetBytes(text.Replace("CHANNEL", Channel, StringComparison.Ordinal)
                .Replace("LONG", string.Concat(Enumerable.Repeat("🦀", 350_000)), StringComparison.Ordinal)));

        Pass(1000);

        var answer = Events[^1].Record;
        (answer.Type, answer.Answers).ShouldBe((EventTypes.GenerationFailed, place.Offset));
        answer.Value.Length.ShouldBeLessThan(10_000);
        Encoding.UTF8.GetString(answer.Value.Span).ShouldContain(told);
        Records.ShouldAllBe(e => e.Record.Type.Length <= 128);
        StatusOf(node).RunningJobs.ShouldBe(1);
        Cluster.CancelJob(Channel, job);
        Finish();
        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1);
    }

    [Fact]
    public void An_answer_that_is_larger_than_an_event_may_be_becomes_a_refusal()
    {
        StartOwner();
        var place = Cluster.Say(Channel, "chat-long");

        Pass(1000);

        var answer = Events.ShouldHaveSingleItem().Record;
        (answer.Type, answer.Answers).ShouldBe((EventTypes.GenerationFailed, place.Offset));
        Encoding.UTF8.GetString(answer.Value.Span).ShouldContain($"at most {Options.MaxEventBytes} are allowed");
    }

    [Fact]
    public void A_refused_submit_that_names_an_open_job_leaves_that_job_alone()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(1000);

        SubmitFor("channel:other", job);
        Pass(1000);

        Events[^1].Record.ShouldSatisfyAllConditions(
            e => e.Type.ShouldBe(EventTypes.GenerationFailed), e => e.Job.ShouldBeNull(), e => e.Step.ShouldBe(JobStep.None));
        StatusOf(node).ShouldSatisfyAllConditions(s => s.OpenJobs.ShouldBe(1), s => s.RunningJobs.ShouldBe(1));
        Cluster.CancelJob(Channel, job);
        Finish();
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationCancelled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_refused_submit_that_names_an_ended_job_ends_it_no_second_time(bool isNamedByItsSubmit)
    {
        StartOwner();
        var named = isNamedByItsSubmit ? $",\"jobId\":\"{JobId.Create(0, new Guid(1, 0, 0, new byte[8])).Value}\"" : string.Empty;
        Cluster.Submit(Channel, Encoding.UTF8.GetBytes($$"""{"type":"job.submit","user":"u","channel":"{{Channel}}","kind":"text"{{named}}}"""));
        Pass(1000);
        var job = Events[^1].Record.Job!;
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);

        SubmitFor("channel:other", job);
        SubmitFor(Channel, job);
        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Events[^1].Record.ShouldSatisfyAllConditions(e => e.Type.ShouldBe(EventTypes.GenerationFailed), e => e.Job.ShouldBeNull());
    }

    [Fact]
    public void A_refused_submit_of_a_new_job_ends_that_job()
    {
        StartOwner();
        var job = JobId.Create(0, new Guid(1, 0, 0, new byte[8])).Value;

        SubmitFor("channel:other", job);
        Finish();

        TypesOf(job).ShouldBe([EventTypes.GenerationFailed]);
    }

    private void SubmitFor(string channel, string job) => Cluster.Submit(
        Channel, Encoding.UTF8.GetBytes($$"""{"type":"job.submit","user":"u","channel":"{{channel}}","kind":"text","jobId":"{{job}}"}"""));

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    public void A_command_whose_key_is_no_channel_is_passed_over(string key)
    {
        StartOwner();
        Cluster.Log.Shards[0].Append(new LogRecord { Kind = RecordKind.Command, Channel = key, Value = "garbage"u8.ToArray() });
        Cluster.Say(Channel, "chat");

        Pass(1000);

        Events.ShouldHaveSingleItem().Record.Type.ShouldBe("chat");
    }

    [Fact]
    public void A_submit_that_comes_again_changes_nothing_not_even_after_the_job_has_ended()
    {
        StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Cluster.SubmitJob(Channel, id: job);
        Pass(5000);

        Cluster.SubmitJob(Channel, id: job);
        Finish();

        TypesOf(job).Count(type => type == EventTypes.GenerationQueued).ShouldBe(1);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void A_job_without_an_id_gets_one_that_follows_from_its_place()
    {
        StartOwner();
        Cluster.Submit(Channel, Encoding.UTF8.GetBytes($$"""{"type":"job.submit","user":"u","channel":"{{Channel}}","kind":"text"}"""));

        Finish();

        Events.Select(e => e.Record.Job).Distinct().ShouldHaveSingleItem()!.ShouldStartWith("0-");
        Events[^1].Record.Type.ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void The_trace_of_a_submit_goes_onto_all_events_of_its_job()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        StartOwner();
        Cluster.Log.Submit(new LogRecord
        {
            Kind = RecordKind.Command,
            Channel = Channel,
            TraceParent = Trace,
            Value = Encoding.UTF8.GetBytes($$"""{"type":"job.submit","user":"u","channel":"{{Channel}}","kind":"text"}"""),
        });

        Finish();

        Events.Count.ShouldBe(6);
        Events.ShouldAllBe(e => e.Record.TraceParent == Trace);
    }

    [Fact]
    public void Digests_follow_events_soon_and_come_seldom_from_a_quiet_shard()
    {
        StartOwner();
        Pass(1000);
        Digests.Clear();
        Cluster.Say(Channel, "chat");

        Pass(Options.DigestInterval.TotalMilliseconds);
        Digests.ShouldHaveSingleItem().Channels.ShouldHaveSingleItem().Channel.ShouldBe(Channel);

        Pass(Options.QuietDigestInterval.TotalMilliseconds * 3);
        Digests.Count.ShouldBe(4);
        Digests[^1].Channels.ShouldBeEmpty();
        Cluster.Truth.Lie.ShouldBeNull();
    }

    [Fact]
    public void A_digest_that_is_asked_for_comes_at_once()
    {
        var node = StartOwner();
        Digests.Clear();

        node.Bus.RequestDigest(0);
        Settle();

        Digests.ShouldHaveSingleItem().Claim.ShouldBe(0);
    }
}
