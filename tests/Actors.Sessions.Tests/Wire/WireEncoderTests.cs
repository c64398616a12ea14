using System.Runtime.InteropServices;
using System.Text;
using Actors.Contracts.Cursors;
using Actors.Live;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Tests.Wire;

public sealed class WireEncoderTests
{
    private const string Room = "channel:r1";

    private static readonly WireEncoder Encoder = new(7, Cursor.HashOf(Room));

    [Fact]
    public void A_payload_is_shared_with_whoever_has_it()
    {
        var payload = "{\"type\":\"note\"}"u8.ToArray();

        var item = Encoder.Encode(Frame(payload, 5), 0);

        item.IsBare.ShouldBeTrue();
        ArrayOf(item).ShouldBeSameAs(payload);
        Encoding.ASCII.GetString(item.Id).ShouldBe($"id: {Cursor.Encode(7, [new CursorPlace(Cursor.HashOf(Room), 5)])}\n");
        item.Length.ShouldBe(item.Id.Length + SseLines.DataLength(payload.Length));
    }

    [Theory]
    [InlineData(Cursor.MaxOffset)]
    [InlineData(0L)]
    public void Every_offset_has_its_id_line(long offset)
    {
        Span<byte> line = stackalloc byte[SseLines.IdLength(1)];
        var length = Encoder.WriteId(line, offset);
        Encoder.Encode(Frame("{}"u8.ToArray(), offset), 0).Id.ToArray().ShouldBe(line[..length].ToArray());
    }

    [Fact]
    public void An_ephemeral_event_has_no_id_line() =>
        Encoder.Encode(Frame("{}"u8.ToArray(), -1), 9).ShouldSatisfyAllConditions(
            item => item.Id.Length.ShouldBe(0), item => item.At.ShouldBe(9), item => item.Offset.ShouldBe(-1));

    [Theory]
    [InlineData("{\r}", "data: { }\n\n")]
    [InlineData("{\n}", "data: { }\n\n")]
    [InlineData("{\0}", "data: { }\n\n")]
    public void A_payload_that_breaks_a_line_is_copied_and_mended(string json, string lines)
    {
        var item = Encoder.Encode(Frame(Encoding.UTF8.GetBytes(json), 1), 0);

        item.IsBare.ShouldBeFalse();
        Encoding.UTF8.GetString(item.Body.Span).ShouldBe(lines);
    }

    [Fact]
    public void A_payload_within_something_larger_is_copied()
    {
        var larger = new byte[10_000];
        Array.Fill(larger, (byte)' ');

        ArrayOf(Encoder.Encode(Frame(larger.AsMemory(10, 50), 1), 0)).Length.ShouldBe(SseLines.DataLength(50));
        ArrayOf(Encoder.Encode(Frame(larger, 1), 0)).Length.ShouldBe(SseLines.DataLength(larger.Length), "a large one is encoded once for all");
    }

    private static Frame Frame(ReadOnlyMemory<byte> payload, long offset) =>
        new() { Shard = 0, Channel = Room, Offset = offset, Previous = -1, Type = "note", Payload = payload };

    private static byte[] ArrayOf(WireEvent item)
    {
        MemoryMarshal.TryGetArray(item.Body, out var body).ShouldBeTrue();
        return body.Array!;
    }
}
