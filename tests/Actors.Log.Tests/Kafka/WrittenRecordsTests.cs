using System.Text;
using Actors.Contracts.Jobs;
using Actors.Log.Kafka;
using Actors.Log.Kafka.Reads;
using Confluent.Kafka;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests.Kafka;

public sealed class WrittenRecordsTests
{
    private readonly TextCache _texts = new();

    /// <summary>
    /// Whatever is written, lost, repeated, late, or changed on its way: who reads gets what the bytes say, and the record that
    /// was written only where it says the same.
    /// </summary>
    [Fact]
    public void What_comes_back_is_what_its_bytes_say() => Prop.ForAll(Histories.ToArbitrary(), history =>
    {
        var written = Open();
        List<LogRecord> all = [];
        foreach (var step in history)
        {
            switch (step.Action)
            {
                case Does.Write:
                    all.Add(Any(step.Form, (all.Count / 7) + 1, all.Count % 7));
                    written.Add(all[^1]);
                    break;
                case Does.Begin:
                    written.Close();
                    written.Open();
                    break;
                case Does.Return when all.Count > 0:
                    var message = RecordMessage.Of(all[Math.Min(step.At, all.Count - 1)]);
                    Change(message, step.Form);
                    if (Read(message, written) is { } own)
                    {
                        all.ShouldContain(r => ReferenceEquals(r, own));
                        Same(own, RecordMapping.ToRecord(message, _texts)!);
                    }

                    break;
                default:
                    break;
            }

            written.Count.ShouldBeLessThanOrEqualTo(all.Count);
        }
    }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void What_comes_back_in_order_is_the_very_record_and_kept_no_longer()
    {
        var written = Open();
        var records = Enumerable.Range(0, 100).Select(i => Records.Event(5, i, value: $"{i}", job: "0-1", step: JobStep.Text)).ToList();
        records.ForEach(written.Add);

        foreach (var record in records)
        {
            Read(RecordMessage.Of(record), written).ShouldBeSameAs(record);
        }

        written.Count.ShouldBe(0);
    }

    [Fact]
    public void A_record_behind_one_that_was_lost_is_found_and_the_lost_one_forgotten()
    {
        var written = Open();
        var (lost, found) = (Records.Event(5, 0), Records.Event(5, 1));
        written.Add(lost);
        written.Add(found);

        Read(RecordMessage.Of(found), written).ShouldBeSameAs(found);

        written.Count.ShouldBe(0);
        Read(RecordMessage.Of(lost), written).ShouldBeNull("it came late");
    }

    [Fact]
    public void What_another_wrote_takes_nothing()
    {
        var written = Open();
        var own = Records.Event(5, 0);
        written.Add(own);

        Read(RecordMessage.Of(Records.Event(4, 9)), written).ShouldBeNull();
        Read(RecordMessage.Of(Records.Command("user:u")), written).ShouldBeNull();
        Read(RecordMessage.Of(Records.Claim()), written).ShouldBeNull();

        Read(RecordMessage.Of(own), written).ShouldBeSameAs(own);
    }

    [Fact]
    public void What_never_comes_back_is_bounded_and_the_latest_are_kept()
    {
        var written = Open();
        var records = Enumerable.Range(0, 3 * WrittenRecords.MaxRecords).Select(i => Records.Event(5, i)).ToList();
        records.ForEach(written.Add);
        written.Count.ShouldBe(WrittenRecords.MaxRecords);
        Read(RecordMessage.Of(records[0]), written).ShouldBeNull();
        Read(RecordMessage.Of(records[^1]), written).ShouldBeSameAs(records[^1]);

        var large = Enumerable.Range(0, 10).Select(i => Records.Event(6, i, value: new string('x', WrittenRecords.MaxBytes / 4))).ToList();
        large.ForEach(written.Add);
        written.Count.ShouldBe(4);
        written.Add(Records.Event(7, 0, value: new string('x', WrittenRecords.MaxBytes + 1)));
        written.Count.ShouldBe(0);
    }

    [Fact]
    public void Nothing_is_kept_while_nobody_reads()
    {
        var written = new WrittenRecords();
        written.Add(Records.Event(5, 0));
        written.Count.ShouldBe(0);

        written.Open();
        written.Add(Records.Event(5, 1));
        written.Close();
        written.Count.ShouldBe(0);
    }

    [Fact]
    public void An_order_that_no_owner_writes_begins_anew()
    {
        var written = Open();
        written.Add(Records.Event(5, 3));
        var again = Records.Event(5, 3, value: "[]");
        written.Add(again);

        written.Count.ShouldBe(1);
        Read(RecordMessage.Of(again), written).ShouldBeSameAs(again);
    }

    [Fact]
    public void A_value_within_something_larger_is_copied()
    {
        var written = Open();
        written.Add(Records.Event(5, 0) with { Value = new byte[100].AsMemory(0, 10) });
        written.Count.ShouldBe(0);
    }

    private enum Does
    {
        Write,
        Return,
        Begin,
    }

    private static Gen<Step[]> Histories =>
        Gen.ArrayOf(
            from action in Gen.Frequency((9, Gen.Constant(Does.Write)), (9, Gen.Constant(Does.Return)), (1, Gen.Constant(Does.Begin)))
            from at in Gen.Choose(0, 30)
            from form in Gen.Choose(0, 40)
            select new Step(action, at, form));

    private static WrittenRecords Open()
    {
        var written = new WrittenRecords();
        written.Open();
        return written;
    }

    private static LogRecord? Read(Message<byte[], byte[]> message, WrittenRecords written) =>
        RecordReader.Written(message.Key, message.Value, ForeignHeaders.Of(message.Headers), written);

    // Forms that the header can't tell from others are among them.
    private static LogRecord Any(int form, long stamp, long seq)
    {
        var record = Records.Event(stamp, seq, value: $"{form}", job: "0-1", step: (JobStep)(form % 10));
        return form switch
        {
            0 => record with { Job = string.Empty },
            1 => record with { TraceParent = string.Empty },
            2 => record with { Channel = "user:\ud800" },
            3 => record with { Type = "ü" },
            4 => record with { Step = (JobStep)99 },
            5 => record with { Value = default },
            6 => record with { Remaining = -1, Answers = long.MaxValue },
            7 => record with { Channel = string.Empty, Type = string.Empty, Job = null },
            8 => record with { Seq = -1 },
            9 => record with { Type = new string('t', 1000) },
            _ => record,
        };
    }

    private static void Change(Message<byte[], byte[]> message, int form)
    {
        switch (form)
        {
            case 0:
                message.Value = [.. message.Value, 1];
                break;
            case 1 when message.Value.Length > 0:
                message.Value[0] ^= 1;
                break;
            case 2:
                message.Key = Encoding.UTF8.GetBytes("user:else");
                break;
            case 3:
                message.Key = null!;
                break;
            case 4:
                Replace(message, header => header[2] = (byte)((header[2] + 1) % 10));
                break;
            case 5:
                Replace(message, header => header[1] = (byte)RecordKind.Snapshot);
                break;
            case 6:
                message.Headers.Add(RecordMapping.ActorsHeader, RecordHeader.ToArray(Records.Event(1, 1)));
                break;
            default:
                break;
        }
    }

    private static void Replace(Message<byte[], byte[]> message, Action<byte[]> change)
    {
        var header = message.Headers.GetLastBytes(RecordMapping.ActorsHeader).ToArray();
        change(header);
        message.Headers.Remove(RecordMapping.ActorsHeader);
        message.Headers.Add(RecordMapping.ActorsHeader, header);
    }

    private static void Same(LogRecord own, LogRecord plain)
    {
        (own with { Value = default }).ShouldBe(plain with { Value = default });
        own.Value.ToArray().ShouldBe(plain.Value.ToArray());
    }

    private sealed record Step(Does Action, int At, int Form);
}
