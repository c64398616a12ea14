using System.IO.Pipelines;
using System.Text;
using Actors.Contracts.Cursors;
using Actors.Live;
using Actors.Sessions.Streams;
using Actors.Sessions.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Sessions.Tests.Streams;

public sealed class SseSinkTests
{
    private const string Room = "channel:r1";
    private const int SliceBytes = 2048;

    private static readonly WireEncoder Encoder = new(7, Cursor.HashOf(Room));

    [Fact]
    public void Events_of_all_sizes_come_whole_and_in_order_and_no_slice_is_much_too_long() => Prop.ForAll(
        (from sizes in Gen.ListOf(Gen.Frequency((4, Gen.Choose(0, 400)), (2, Gen.Choose(1900, 2100)), (1, Gen.Choose(2100, 9000))))
         from named in Gen.Elements(true, false)
         from broken in Gen.Elements(true, false)
         select (sizes, named, broken)).ToArbitrary(),
        input =>
        {
            using var stream = new MemoryStream();
            var output = PipeWriter.Create(stream);
            var sink = new SseSink(output, SliceBytes, input.named);
            var expected = new StringBuilder();
            var offset = 0;
            foreach (var size in input.sizes)
            {
                var payload = Encoding.ASCII.GetBytes(new string(input.broken && offset % 3 == 0 ? '\n' : 'x', size));
                var item = Encoder.Encode(
                    new Frame { Shard = 0, Channel = Room, Offset = ++offset, Previous = offset - 1, Type = "note", Payload = payload }, 0);
                while (!sink.TryTake(item.Id, item))
                {
                    Flush(sink, stream);
                }

                expected.Append(Encoding.ASCII.GetString(item.Id))
                    .Append(input.named ? "event: note\n" : string.Empty)
                    .Append("data: ").Append(Encoding.ASCII.GetString(payload).Replace('\n', ' ')).Append("\n\n");
            }

            while (sink.HasUnflushed)
            {
                Flush(sink, stream);
            }

            sink.Taken.ShouldBe(input.sizes.Count);
            Encoding.ASCII.GetString(stream.ToArray()).ShouldBe(expected.ToString());
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void Flush(SseSink sink, MemoryStream stream)
    {
        var before = stream.Length;
        sink.FlushAsync().IsCompletedSuccessfully.ShouldBeTrue("a memory takes all at once");
        (stream.Length - before).ShouldBeLessThanOrEqualTo(SliceBytes + "event: note\n".Length + SseLines.IdLength(1));
        sink.WriteRest();
    }
}
