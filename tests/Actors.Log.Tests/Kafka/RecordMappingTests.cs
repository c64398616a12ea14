using System.Text;
using Actors.Contracts.Jobs;
using Actors.Log.Kafka;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka;

public sealed class RecordMappingTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly TextCache _texts = new();

    [Fact]
    public void ToRecord_gives_back_what_was_written()
    {
        var record = Records.Event(12, 3, "user:ü", """{"a":1}""", job: "0-1", step: JobStep.Completed) with { TraceParent = Trace, Answers = 9, Remaining = 2 };

        var read = RecordMapping.ToRecord(RecordMessage.Of(record), _texts)!;

        (read with { Value = default }).ShouldBe(record with { Value = default });
        read.Text().ShouldBe(record.Text());
    }

    [Fact]
    public void ToRecord_of_a_record_without_a_key_has_no_channel() =>
        RecordMapping.ToRecord(RecordMessage.Of(Records.Claim("n")), _texts)!.Channel.ShouldBeEmpty();

    [Theory]
    [InlineData("""{"type":"job.submit","user":"u"}""", null, "job.submit")]
    [InlineData("""{"user":{"type":"no"},"type":"job.submit"}""", null, "job.submit")]
    [InlineData("""{"type":"job.submit"}""", "job.cancel", "job.cancel")]
    [InlineData("""{"type":7}""", null, "")]
    [InlineData("""["type"]""", null, "")]
    [InlineData("""{"type":""", null, "")]
    [InlineData("", null, "")]
    public void A_command_of_someone_elses_has_the_type_of_its_header_or_its_json(string json, string? header, string type)
    {
        var message = Foreign(json, ("kind", "command"));
        if (header is not null)
        {
            message.Headers.Add("type", Encoding.UTF8.GetBytes(header));
        }

        var read = RecordMapping.ToRecord(message, _texts)!;

        (read.Kind, read.Channel, read.Type, read.Text()).ShouldBe((RecordKind.Command, "user:u", type, json));
        (read.Stamp, read.Seq, read.Answers, read.TraceParent).ShouldBe((-1L, -1L, -1L, null));
    }

    [Fact]
    public void A_command_of_someone_elses_keeps_a_trace_context_of_the_right_length_only()
    {
        RecordMapping.ToRecord(Foreign("{}", ("kind", "command"), ("traceparent", Trace)), _texts)!.TraceParent.ShouldBe(Trace);
        RecordMapping.ToRecord(Foreign("{}", ("kind", "command"), ("traceparent", "00")), _texts)!.TraceParent.ShouldBeNull();
    }

    [Fact]
    public void A_record_that_is_neither_ours_nor_a_command_is_none()
    {
        RecordMapping.ToRecord(Foreign("{}"), _texts).ShouldBeNull();
        RecordMapping.ToRecord(Foreign("{}", ("kind", "event")), _texts).ShouldBeNull();
        RecordMapping.ToRecord(new Message<byte[], byte[]>(), _texts).ShouldBeNull();
    }

    [Fact]
    public void A_header_that_is_cut_off_is_none_at_every_length()
    {
        var whole = RecordHeader.ToArray(Records.Event(1000, 20, job: "0-1"));
        for (var length = 0; length < whole.Length; length++)
        {
            RecordMapping.ToRecord(Ours(whole[..length]), _texts).ShouldBeNull($"{length} of {whole.Length} bytes");
        }

        RecordMapping.ToRecord(Ours(whole), _texts).ShouldNotBeNull();
    }

    [Fact]
    public void A_header_that_another_node_may_understand_is_an_error()
    {
        var header = RecordHeader.ToArray(Records.Event(1, 2));

        Should.Throw<RecordFormatException>(() => RecordMapping.ToRecord(Ours([2, .. header[1..]]), _texts));
        Should.Throw<RecordFormatException>(() => RecordMapping.ToRecord(Ours([.. header, 0]), _texts));
        Should.Throw<RecordFormatException>(() => RecordMapping.ToRecord(Ours([.. header[..3], 7, .. header[4..]]), _texts));
        Should.Throw<RecordFormatException>(() => RecordMapping.ToRecord(Ours([header[0], 9, .. header[2..]]), _texts));
    }

    private static Message<byte[], byte[]> Ours(byte[] header) => new() { Value = [], Headers = new Headers { { "actors", header } } };

    private static Message<byte[], byte[]> Foreign(string value, params (string Name, string Value)[] headers)
    {
        var message = new Message<byte[], byte[]> { Key = "user:u"u8.ToArray(), Value = Encoding.UTF8.GetBytes(value), Headers = [] };
        foreach (var (name, text) in headers)
        {
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        }

        return message;
    }
}
