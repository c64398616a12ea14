using System.Globalization;
using System.Text;

namespace Actors.Shards.Ownership;

/// <summary>
/// What an owner that leaves while its jobs run says in its log: who takes the shard over should wait so long, from reading it,
/// for another notice. The value of the record is the node's name, a space, and milliseconds: people read it too.
/// </summary>
/// <param name="Node">The node that says so.</param>
/// <param name="Wait">How long to wait; zero: there is nothing to wait for any more.</param>
internal readonly record struct LeaveNotice(string Node, TimeSpan Wait)
{
    /// <summary>The record's value.</summary>
    internal byte[] Encode() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Node} {(long)Wait.TotalMilliseconds}"));

    /// <summary>Reads a record's value; one that says no time asks for none.</summary>
    internal static LeaveNotice Decode(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        var space = text.LastIndexOf(' ');
        return space >= 0 && int.TryParse(text.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? new LeaveNotice(text[..space], TimeSpan.FromMilliseconds(milliseconds))
            : new LeaveNotice(text, TimeSpan.Zero);
    }
}
