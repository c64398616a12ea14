using System.IO.Pipelines;

namespace Actors.Sessions.Tests.Support;

/// <summary>A connection that takes everything at once and counts it. Owns no memory per connection.</summary>
internal sealed class NullPipe : PipeWriter
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    public static long Bytes { get; private set; }

    public override void Advance(int bytes) => Bytes += bytes;

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => new(new FlushResult(false, false));

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        t_buffer ??= new byte[1 << 20];
        return t_buffer;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
