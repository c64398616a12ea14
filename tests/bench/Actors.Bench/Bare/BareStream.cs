using System.IO.Pipelines;
using System.Threading.Channels;

namespace Actors.Bench.Bare;

/// <summary>Writes one listener's events: what is ready goes out in one flush of at most a slice.</summary>
internal static class BareStream
{
    private const int SliceBytes = 16 << 10;

    /// <summary>Writes the replay, then what the queue brings, until the queue ends or the client leaves.</summary>
    public static async Task CopyAsync(byte[][] replay, ChannelReader<byte[]> queue, PipeWriter body, CancellationToken ct)
    {
        await body.FlushAsync(ct);
        var unflushed = 0;
        foreach (var frame in replay)
        {
            body.Write(frame);
            unflushed += frame.Length;
            if (unflushed < SliceBytes) continue;
            await body.FlushAsync(ct);
            unflushed = 0;
        }
        if (unflushed > 0) await body.FlushAsync(ct);
        while (await queue.WaitToReadAsync(ct))
        {
            unflushed = 0;
            while (unflushed < SliceBytes && queue.TryRead(out var frame))
            {
                body.Write(frame);
                unflushed += frame.Length;
            }
            var flushed = await body.FlushAsync(ct);
            if (flushed.IsCompleted) return;
        }
    }

    private static void Write(this PipeWriter body, byte[] frame)
    {
        frame.CopyTo(body.GetSpan(frame.Length));
        body.Advance(frame.Length);
    }
}
