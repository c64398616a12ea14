using Actors.Contracts.Jobs;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests;

/// <summary>The binary header gives back what it was given, and refuses everything else in words.</summary>
public sealed class RecordHeaderTests
{
    private static readonly Gen<long> Number = Gen.OneOf(Gen.Constant(-1L), Gen.Choose(0, 300).Select(i => (long)i), Gen.Choose(0, int.MaxValue).Select(i => (long)i << 31));

    private static readonly Gen<string> Text = Gen.Elements("", "a", "generation_complete", "grüße", "🙂", new string('x', 200));

    private static readonly Gen<LogRecord> Any =
        from kind in Gen.Elements(Enum.GetValues<RecordKind>())
        from step in Gen.Elements(Enum.GetValues<JobStep>())
        from stamp in Number
        from seq in Number
        from answers in Number
        from remaining in Gen.Choose(0, 1000)
        from type in Text
        from job in Text
        from trace in Text
        select new LogRecord
        {
            Kind = kind,
            Step = step,
            Stamp = stamp,
            Seq = seq,
            Answers = answers,
            Remaining = remaining,
            Type = type,
            Job = job.Length == 0 ? null : job,
            TraceParent = trace.Length == 0 ? null : trace,
        };

    [Fact]
    public void Read_gives_back_what_Write_was_given() => Prop.ForAll(Any.ToArbitrary(), record =>
    {
        var header = RecordHeader.ToArray(record);
        var read = RecordHeader.Read(header, "user:u", "{}"u8.ToArray(), new TextCache());
        return read with { Channel = "", Value = default } == record && read.Channel == "user:u" && read.Value.Length == 2;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_refuses_every_cut_and_every_addition() => Prop.ForAll(Any.ToArbitrary(), record =>
    {
        var header = RecordHeader.ToArray(record);
        for (var length = 0; length < header.Length; length++)
        {
            Should.Throw<RecordFormatException>(() => Read(header[..length]));
        }

        Should.Throw<RecordFormatException>(() => Read([.. header, 0]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_of_any_bytes_gives_a_record_or_a_format_error() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        try
        {
            Read([RecordHeader.Version, 1, 0, .. bytes]);
        }
        catch (RecordFormatException)
        {
            // the other thing that it may do
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_of_a_newer_version_says_so()
    {
        var header = RecordHeader.ToArray(Records.Event(1, 2));
        header[0] = 2;

        Should.Throw<RecordFormatException>(() => Read(header)).Message.ShouldContain("format 2");
    }

    [Fact]
    public void Read_of_a_sealed_value_says_which_key_is_missing()
    {
        var header = RecordHeader.ToArray(Records.Event(1, 2));
        header[3] = 7;

        Should.Throw<RecordFormatException>(() => Read(header)).Message.ShouldContain("key 7");
    }

    [Fact]
    public void A_chunk_without_trace_costs_few_bytes() =>
        RecordHeader.ToArray(Records.Event(100_000, 50_000, job: "3-0192f0c4000070008000000000000001", step: JobStep.Text)).Length.ShouldBeLessThan(60);

    private static LogRecord Read(byte[] header) => RecordHeader.Read(header, "", default, new TextCache());
}
