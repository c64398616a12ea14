using System.Text;
using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Shards.Points;
using Actors.Shards.Work;
using Actors.Simulation.Cluster;
using Actors.Simulation.Log;
using Actors.Simulation.Oracle;

namespace Actors.Shards.Tests.Owner;

public sealed class PointTests : OwnerTest
{
    [Fact]
    public void A_new_owner_begins_at_the_point_and_knows_the_open_jobs()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel, "hang");
        Pass(31_000);
        var point = Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        Cluster.Log.Shards[0].Trim(point.RecoverFrom + 1);
        first.Kill();

        StartOwner();
        Cluster.CancelJob(Channel, job);
        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationCancelled);
    }

    [Fact]
    public void A_snapshot_is_of_the_job_as_appended_so_that_an_end_in_flight_stays_the_end()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel, "hang");
        Pass(29_990);
        first.Log.Deliver = null;
        Cluster.CancelJob(Channel, job);
        Settle();
        Pass(20);
        first.Log.NextInFlight(0)!.Type.ShouldBe(EventTypes.GenerationCancelling);
        for (var i = 0; i < 10; i++)
        {
            first.Log.Land(0);
            Settle();
        }

        Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        first.Kill();
        var second = StartOwner();
        Finish();

        StatusOf(second).OpenJobs.ShouldBe(0);
        TypesOf(job).Count(type => type == EventTypes.GenerationCancelled).ShouldBe(1);
    }

    [Fact]
    public void A_point_is_committed_only_when_it_came_back_behind_its_snapshots()
    {
        var node = StartOwner();
        Cluster.SubmitJob(Channel, "hang");
        Pass(29_990);
        node.Log.Fates = record => record.Kind == RecordKind.Snapshot ? Fate.Lose : Fate.Land;

        Pass(5000);

        Records.ShouldContain(e => e.Record.Kind == RecordKind.Point);
        Cluster.Log.Shards[0].Point.ShouldBeNull();
    }

    [Fact]
    public void A_quiet_shard_makes_a_point_once_a_day_and_a_busy_one_every_half_minute()
    {
        StartOwner();
        Pass(31_000);
        Points().ShouldBe(1);
        Pass(TimeSpan.FromHours(23).TotalMilliseconds);
        Points().ShouldBe(1);
        Pass(TimeSpan.FromHours(2).TotalMilliseconds);
        Points().ShouldBe(2);

        Cluster.Say(Channel, "chat");
        Pass(31_000);

        Points().ShouldBe(3);
    }

    [Fact]
    public void A_command_that_was_answered_before_the_point_is_recognised_behind_it()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(31_000);
        first.Kill();
        StartOwner();

        Cluster.SubmitJob(Channel, id: job);
        Finish();

        TypesOf(job).Count(type => type == EventTypes.GenerationQueued).ShouldBe(1);
    }

    [Fact]
    public void An_acknowledgement_that_comes_while_a_large_point_begins_lets_the_owner_read_on()
    {
        var node = StartOwner();
        node.Log.Deliver = null;
        Cluster.Publish(Channel, """{"type":"app.first"}""");
        Cluster.Publish(Channel, """{"type":"app.second"}""");
        Settle();
        node.Log.Fates = record => record.Kind == RecordKind.Event ? Fate.LandUnheard : Fate.Land;
        node.Log.PageRecords = () => 0;
        node.Log.Land(0);
        Cluster.Submit(Channel, new byte[Options.PointBytes]);
        node.Log.PageRecords = () => 1000;
        node.Log.Land(0);
        Settle();
        StatusOf(node).Position.ShouldBe(Records[^4].Offset, "one batch holds both events, and the owner waits for the first");
        node.Log.Tamper = record =>
        {
            if (record.Kind == RecordKind.Point)
            {
                node.Log.Hear();
            }

            return record;
        };

        node.Log.Hear();
        Settle();

        StatusOf(node).Position.ShouldBe(Records[^1].Offset);
        Frames.Select(frame => frame.Type).ShouldBe(["app.first", "app.second"]);
    }

    [Fact]
    public void A_job_that_has_outgrown_a_snapshot_is_ended_and_the_others_get_their_point()
    {
        var node = StartOwner();
        var grown = Submit("endless", JobOf("endless", Options.MaxRecordBytes - 5));
        var other = Cluster.SubmitJob(Channel, "hang");
        Pass(1000);
        TypesOf(grown)[^1].ShouldBe(EventTypes.ChatChunk);

        Pass(31_000);

        TypesOf(grown)[^1].ShouldBe(EventTypes.GenerationFailed);
        Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        ValidRecords.Of(Records).Where(e => e.Record.Kind == RecordKind.Snapshot).ShouldHaveSingleItem().Record.Job.ShouldBe(other);
        StatusOf(node).ShouldSatisfyAllConditions(s => s.OpenJobs.ShouldBe(1), s => s.RunningJobs.ShouldBe(1));
        Cluster.CancelJob(Channel, other);
        Finish();
    }

    [Fact]
    public void A_submit_whose_job_fits_no_snapshot_is_refused_and_says_what_is_allowed()
    {
        StartOwner();
        var job = Submit("hang", JobOf("hang", Options.MaxRecordBytes + 1));

        Finish();

        TypesOf(job).ShouldBe([EventTypes.GenerationFailed]);
        var told = Encoding.UTF8.GetString(Events[^1].Record.Value.Span);
        told.ShouldContain("rejected");
        told.ShouldContain($"at most {Options.MaxRecordBytes} are allowed");
    }

    [Fact]
    public void A_point_of_many_jobs_goes_in_slices_and_knows_each_job_as_it_was_when_its_snapshot_was_appended()
    {
        const int Jobs = 8;
        var node = StartOwner();
        List<string> jobs = [];
        for (var i = 0; i < Jobs; i++)
        {
            jobs.Add(Submit("hang", JobOf("hang", Options.PointSliceBytes - 10) with { Id = JobId.Create(0, new Guid(i + 1, 0, 0, new byte[8])) }));
        }

        Pass(29_990);
        node.Log.Deliver = null;
        Pass(20);
        node.Log.CountInFlight(0).ShouldBeLessThan(Jobs, "no more than a slice goes at a time");
        Cluster.CancelJob(Channel, jobs[^1]);
        var late = Cluster.SubmitJob(Channel, "hang");
        while (node.Log.NextInFlight(0) is not null)
        {
            node.Log.Land(0);
            Settle();
        }

        var point = Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        Records.Count(e => e.Record.Kind == RecordKind.Snapshot).ShouldBe(Jobs - 1);
        Cluster.Log.Shards[0].Trim(point.RecoverFrom + 1);
        node.Kill();
        var next = StartOwner();
        StatusOf(next).OpenJobs.ShouldBe(Jobs);
        jobs.ForEach(job => Cluster.CancelJob(Channel, job));
        Cluster.CancelJob(Channel, late);
        Finish();
        StatusOf(next).OpenJobs.ShouldBe(0);
    }

    [Fact]
    public void Shards_that_begin_together_make_their_first_points_one_after_the_other()
    {
        var cluster = new SimulatedCluster(seed: 7, shards: 4, options: Options);
        var node = cluster.Start();
        for (var shard = 0; shard < 4; shard++)
        {
            node.Assign(shard);
        }

        cluster.Dispatcher.Advance(TimeSpan.FromSeconds(31));

        var times = cluster.Log.Shards.Select(s => s.Entries.First(e => e.Record.Kind == RecordKind.Point).Time).Order().ToArray();
        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap > 1000);
    }

    private string Submit(string kind, OpenJob job)
    {
        Cluster.Submit(new CommandBody
        {
            Type = CommandTypes.SubmitJob,
            User = job.User,
            Channel = Channel,
            JobId = job.Id.Value,
            Kind = kind,
            Input = JsonElement.Parse(job.Input.Span),
        });
        return job.Id.Value;
    }

    /// <summary>A new job whose snapshot takes so many bytes.</summary>
    private OpenJob JobOf(string kind, int bytes)
    {
        var job = new OpenJob
        {
            Id = JobId.Create(0, Guid.Parse("0192f0c4-0000-7000-8000-000000000001")),
            Channel = Channel,
            User = "u",
            Kind = kind,
            Input = "\"\""u8.ToArray(),
            Command = Cluster.Log.Shards[0].Next,
            SubmittedAt = Cluster.Dispatcher.Time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        return job with { Input = Encoding.UTF8.GetBytes($"\"{new string('x', bytes - JobSnapshotCodec.Encode(job).Length)}\"") };
    }

    private int Points() => Records.Count(e => e.Record.Kind == RecordKind.Point);
}
