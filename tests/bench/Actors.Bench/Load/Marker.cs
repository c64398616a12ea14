
namespace Actors.Bench.Load;

/// <summary>What each published event carries so that its receiver can judge it: its channel, its number there, and when it was due.</summary>
/// <param name="Channel">The channel's index, 0 to 99,999.</param>
/// <param name="Sequence">The event's number in its channel, from 0.</param>
/// <param name="Due">When its sending was due, in ticks of the machine-wide monotonic clock (1 ns on Linux).</param>
internal readonly record struct Marker(int Channel, long Sequence, long Due)
{
    private const int ChannelAt = 0;
    private const int SequenceAt = 6;
    private const int DueAt = 15;
    private const int Length = 33;

    private static ReadOnlySpan<byte> Opening => "\"m\":\"@"u8;

    /// <summary>An event of exactly <paramref name="bytes"/> bytes with room for a marker.</summary>
    public static byte[] Template(int bytes)
    {
        const string Head = "{\"type\":\"bench\",\"m\":\"@00000.00000000.000000000000000000@\",\"text\":\"";
        const string Tail = "\"}";
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, Head.Length + Tail.Length);
        return System.Text.Encoding.ASCII.GetBytes(Head + new string('x', bytes - Head.Length - Tail.Length) + Tail);
    }

    /// <summary>Overwrites the marker of an event made from <see cref="Template"/>.</summary>
    public void WriteTo(Span<byte> template)
    {
        var at = template[(template.IndexOf(Opening) + Opening.Length)..];
        Digits(at.Slice(ChannelAt, 5), Channel);
        Digits(at.Slice(SequenceAt, 8), Sequence);
        Digits(at.Slice(DueAt, 18), Due);
    }

    /// <summary>Finds the marker in a received line.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out Marker marker)
    {
        marker = default;
        var at = line.IndexOf(Opening);
        if (at < 0 || line.Length < at + Opening.Length + Length) return false;
        var digits = line[(at + Opening.Length)..];
        marker = new Marker((int)Number(digits.Slice(ChannelAt, 5)), Number(digits.Slice(SequenceAt, 8)), Number(digits.Slice(DueAt, 18)));
        return true;
    }

    private static void Digits(Span<byte> to, long value)
    {
        for (var i = to.Length - 1; i >= 0; i--, value /= 10) to[i] = (byte)('0' + value % 10);
    }

    private static long Number(ReadOnlySpan<byte> digits)
    {
        long value = 0;
        foreach (var digit in digits) value = value * 10 + (digit - '0');
        return value;
    }
}
