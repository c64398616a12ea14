using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Actors.Contracts.Channels;

/// <summary>
/// The name of a channel: <c>user:&lt;id&gt;</c> or <c>channel:&lt;id&gt;</c>, where the id is <c>[A-Za-z0-9_.-]{1,128}</c>.
/// No other form exists. Names compare by their bytes. The default value names nothing.
/// </summary>
public readonly record struct ChannelName
{
    /// <summary>The longest id, in characters, which are also its UTF-8 bytes.</summary>
    public const int MaxIdLength = 128;

    private const string UserPrefix = "user:";
    private const string RoomPrefix = "channel:";

    private readonly string? _value;

    private ChannelName(string value) => _value = value;

    /// <summary>The whole name, as it stands in URLs, events and the log's keys.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Which of the two forms the name has.</summary>
    public ChannelKind Kind => Value.StartsWith(UserPrefix, StringComparison.Ordinal) ? ChannelKind.User : ChannelKind.Room;

    /// <summary>The part behind the colon.</summary>
    public ReadOnlySpan<char> Id => Value.AsSpan(Value.IndexOf(':', StringComparison.Ordinal) + 1);

    /// <summary>The private channel of a user. Any id of up to 93 UTF-8 bytes has one; see <see cref="UserIdMap"/>.</summary>
    /// <exception cref="FormatException">The id is empty or too long to be mapped.</exception>
    public static ChannelName ForUser(string userId) => new(UserPrefix + UserIdMap.ToChannelId(userId));

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">The text is no channel name; the message says what is allowed.</exception>
    public static ChannelName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException("A channel is 'user:<id>' or 'channel:<id>' with an id of 1 to 128 characters of A-Z a-z 0-9 _ . -");

    /// <summary>Reads a name; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ChannelName name)
    {
        name = default;
        if (text is null)
        {
            return false;
        }

        var prefix = text.StartsWith(UserPrefix, StringComparison.Ordinal) ? UserPrefix.Length
            : text.StartsWith(RoomPrefix, StringComparison.Ordinal) ? RoomPrefix.Length
            : 0;
        if (prefix == 0 || !IsId(text.AsSpan(prefix)))
        {
            return false;
        }

        name = new ChannelName(text);
        return true;
    }

    /// <summary>The shard of this channel in a log of <paramref name="shardCount"/> shards, as Kafka's Java client computes it.</summary>
    public int ShardOf(int shardCount)
    {
        Span<byte> utf8 = stackalloc byte[RoomPrefix.Length + MaxIdLength];
        var length = Encoding.UTF8.GetBytes(Value, utf8);
        return Murmur2.ShardOf(utf8[..length], shardCount);
    }

    /// <summary>True when the text may stand behind the colon.</summary>
    public static bool IsId(ReadOnlySpan<char> id) =>
        id.Length is >= 1 and <= MaxIdLength && !id.ContainsAnyExcept(ChannelAlphabet.Id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
