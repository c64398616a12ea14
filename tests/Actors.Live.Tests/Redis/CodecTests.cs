using Actors.Live.Redis;
using Actors.Live.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Live.Tests.Redis;

public sealed class CodecTests
{
    private static readonly byte[] Frame = FrameCodec.Write(Build.Frame("channel:a", 5) with { Job = "job" }, 1);
    private static readonly byte[] Digest = DigestCodec.Write(Build.Digest(2, 9, new ChannelMark("channel:a", 5), new ChannelMark("user:b", 9)), 1);

    [Fact]
    public void Damaged_messages_never_throw_and_a_cut_digest_is_none()
    {
        Prop.ForAll<int, int, byte>((at, length, value) =>
        {
            foreach (var whole in (byte[][])[Frame, Digest])
            {
                var message = whole[..(int)((uint)length % (uint)(whole.Length + 1))];
                if (message.Length > 0)
                {
                    message[(uint)at % (uint)message.Length] = value;
                }

                Read(message);
            }

            return !DigestCodec.TryRead(Digest.AsSpan(0, (int)((uint)length % (uint)Digest.Length)), 2, out _);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void TryRead_digest_with_a_count_that_its_bytes_cannot_hold_allocates_nothing()
    {
        var message = Digest.ToArray();
        BitConverter.TryWriteBytes(message.AsSpan(LiveMessage.HeadLength + 56), int.MaxValue);

        DigestCodec.TryRead(message, 2, out _).ShouldBeFalse();
    }

    [Fact]
    public void TryRead_digest_of_another_shard_is_refused() => DigestCodec.TryRead(Digest, 3, out _).ShouldBeFalse();

    [Fact]
    public void TryRead_frame_keeps_the_payload_where_it_is_and_texts_that_repeat()
    {
        var texts = new RecentTexts();
        FrameCodec.TryRead(Frame, "channel:a", texts, out var one).ShouldBeTrue();
        FrameCodec.TryRead(Frame, "channel:a", texts, out var two).ShouldBeTrue();

        one.Type.ShouldBeSameAs(two.Type);
        one.Job.ShouldBeSameAs(two.Job);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(one.Payload, out var payload).ShouldBeTrue();
        payload.Array.ShouldBeSameAs(Frame);
    }

    private static void Read(byte[] message)
    {
        _ = LiveMessage.TryReadHead(message, LiveMessageKind.Frame, out _);
        _ = FrameCodec.TryRead(message, "channel:a", new RecentTexts(), out _);
        _ = DigestCodec.TryRead(message, 2, out _);
    }
}
