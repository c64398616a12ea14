using System.Text;
using Actors.Contracts.Jobs;
using Actors.Log.Claims;
using Actors.Shards.Points;
using Actors.Shards.Work;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Shards.Tests.Points;

public sealed class CodecTests
{
    private static readonly Gen<string> Text = Gen.Elements("", "a", "line\nline", "\"quoted\"", "äöü 🦀", new string('x', 5000));

    private static readonly Gen<OpenJob> Job =
        from text in Text
        from before in Text
        from attempt in Gen.Choose(0, 9)
        from cancelling in Gen.Elements(true, false)
        from resumed in Gen.Elements(null, "0-00000000000000000000000000000001")
        from command in Gen.Choose(0, int.MaxValue)
        select new OpenJob
        {
            Id = JobId.Create(5, new Guid(command, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
            Channel = "user:u",
            User = "ü@example",
            Kind = "text",
            Input = Encoding.UTF8.GetBytes("""{"prompt":"p","n":[1,2.5e3,null]}"""),
            Command = command,
            SubmittedAt = 17L * command,
            Attempt = attempt,
            StartedAt = 19L * attempt,
            Text = text,
            Cancelling = cancelling,
            ResumedFrom = resumed,
            TextBefore = before,
            TraceParent = resumed is null ? null : "00-t",
        };

    [Fact]
    public void A_snapshot_gives_back_the_job() => Prop.ForAll(Job.ToArbitrary(), job =>
    {
        var read = JobSnapshotCodec.Decode(JobSnapshotCodec.Encode(job));
        read.Input.Span.SequenceEqual(job.Input.Span).ShouldBeTrue();
        (read with { Input = job.Input }).ShouldBe(job);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_snapshot_of_a_resumed_job_gives_back_both_texts() => Prop.ForAll(
        Gen.Three(Text).ToArbitrary(), Job.ToArbitrary(), (texts, any) =>
        {
            var (both, ofText, ofBefore) = texts;
            var job = any with { Text = both + ofText, TextBefore = both + ofBefore };
            var read = JobSnapshotCodec.Decode(JobSnapshotCodec.Encode(job));
            (read.Text, read.TextBefore).ShouldBe((job.Text, job.TextBefore));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "before it began")]
    [InlineData("in the ", "in the middle")]
    [InlineData("whole and more", "whole")]
    [InlineData("🦀", "🦞")]
    [InlineData("a", "b")]
    public void A_text_before_that_is_the_texts_beginning_is_found_again(string text, string before)
    {
        var job = Plain() with { Text = text, TextBefore = before };

        var read = JobSnapshotCodec.Decode(JobSnapshotCodec.Encode(job));

        (read.Text, read.TextBefore).ShouldBe((text, before));
    }

    [Fact]
    public void A_text_of_any_script_takes_its_own_bytes_and_stands_in_a_resumed_jobs_snapshot_once()
    {
        var text = string.Concat(Enumerable.Repeat("Это текст & <b>ещё</b> 'текст'+ ", 5000));
        var job = Plain() with { Text = text + "и ещё", TextBefore = text };

        JobSnapshotCodec.Encode(job).Length.ShouldBeLessThan(Encoding.UTF8.GetByteCount(text) + 1000);
    }

    [Fact]
    public void A_snapshot_whose_text_is_escaped_through_and_through_is_read()
    {
        var read = JobSnapshotCodec.Decode(
            """{"v":1,"id":"0-00000000000000000000000000000001","channel":"user:u","user":"u","kind":"text","input":"\u003C\u044F","command":1,"text":"\u044F\u003C\u0022","textBefore":"\u044F"}"""u8);

        (read.Text, read.TextBefore).ShouldBe(("я<\"", "я"));
    }

    [Fact]
    public void A_snapshot_that_does_not_say_when_the_job_was_started_is_read()
    {
        var read = JobSnapshotCodec.Decode(
            """{"v":1,"id":"0-00000000000000000000000000000001","channel":"user:u","user":"u","kind":"text","input":1,"command":1,"attempt":2,"text":"so far"}"""u8);

        (read.Attempt, read.StartedAt, read.Text).ShouldBe((2, 0, "so far"));
    }

    [Fact]
    public void A_point_gives_back_the_state() => Prop.ForAll(Gen.Choose(0, 40).ToArbitrary(), n =>
    {
        var closed = Enumerable.Range(0, n).Select(i => new ClosedClaim(i * 10L, (i * 10L) + 5)).ToArray();
        var point = new RecoveryPoint(1000 + n, new ClaimState(500, n, 900, closed), 800, 0xac7025);
        var recent = Enumerable.Range(0, n).Select(i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).ToArray();

        var read = PointStateCodec.Decode(PointStateCodec.Encode(new PointState(point, recent)));

        read.RecentCommands.ShouldBe(recent);
        read.Point.Claims.Closed.ShouldBe(closed);
        (read.Point with { Claims = point.Claims }).ShouldBe(point);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"v":3,"id":"0-00000000000000000000000000000001","channel":"user:u","user":"u","kind":"text","input":1,"command":1}""")]
    [InlineData("""{"v":2,"id":"0-00000000000000000000000000000001","channel":"user:u","user":"u","kind":"text","input":1,"command":1,"text":"a","textBeforeShared":2}""")]
    [InlineData("""{"v":1,"id":"nonsense","channel":"user:u","user":"u","kind":"text","input":1,"command":1}""")]
    public void A_snapshot_of_another_form_is_refused(string json) =>
        Should.Throw<InvalidDataException>(() => JobSnapshotCodec.Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_point_that_is_cut_off_is_refused()
    {
        var bytes = PointStateCodec.Encode(new PointState(RecoveryPoint.Beginning(1), [Guid.Empty]));

        Should.Throw<InvalidDataException>(() => PointStateCodec.Decode(bytes.AsSpan(0, bytes.Length - 1)));
        Should.Throw<InvalidDataException>(() => PointStateCodec.Decode([]));
    }

    private static OpenJob Plain() => new()
    {
        Id = JobId.Create(5, Guid.Empty),
        Channel = "user:u",
        User = "u",
        Kind = "text",
        Input = "{}"u8.ToArray(),
        Command = 1,
    };
}
