using System.Text;

namespace Actors.Cluster.Tests.Checker;

/// <summary>A record's binary header, read from the documented format by code of the tests' own.</summary>
internal sealed record RawHeader
{
    private const byte KnownVersion = 1;

    public required RawKind Kind { get; init; }

    public required long Stamp { get; init; }

    public required long Seq { get; init; }

    public required long Answers { get; init; }

    public required string Type { get; init; }

    public required string Job { get; init; }

    /// <summary>What a command of somebody else's stands for.</summary>
    public static RawHeader ForeignCommand { get; } =
        new() { Kind = RawKind.Command, Stamp = -1, Seq = -1, Answers = -1, Type = string.Empty, Job = string.Empty };

    /// <summary>Version, kind, step; key id, stamp + 1, seq + 1, answers + 1, remaining as LEB128; type, job, trace with their lengths.</summary>
    public static RawHeader Parse(byte[] bytes)
    {
        if (bytes.Length < 3 || bytes[0] != KnownVersion)
        {
            throw new InvalidDataException($"Not a header of version {KnownVersion}: {Convert.ToHexString(bytes)}");
        }

        var at = 3;
        _ = Number(bytes, ref at);
        var header = new RawHeader
        {
            Kind = (RawKind)bytes[1],
            Stamp = Number(bytes, ref at) - 1,
            Seq = Number(bytes, ref at) - 1,
            Answers = Number(bytes, ref at) - 1,
            Type = Skip(Number(bytes, ref at), bytes, ref at),
            Job = Text(bytes, ref at),
        };
        return header;
    }

    // The count of remaining answers stands before the type and is not needed here.
    private static string Skip(long remaining, byte[] bytes, ref int at) =>
        remaining >= 0 ? Text(bytes, ref at) : throw new InvalidDataException("A negative count.");

    private static string Text(byte[] bytes, ref int at)
    {
        var length = (int)Number(bytes, ref at);
        at += length;
        return Encoding.UTF8.GetString(bytes, at - length, length);
    }

    private static long Number(byte[] bytes, ref int at)
    {
        long number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            number |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
