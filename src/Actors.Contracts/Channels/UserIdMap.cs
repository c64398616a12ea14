using System.Buffers.Text;
using System.Text;

namespace Actors.Contracts.Channels;

/// <summary>
/// Maps user ids to channel ids and back. An id that already fits the channel alphabet stands for itself; any other (an
/// e-mail address, a subject with a pipe) becomes <c>x--</c> and the base64url of its UTF-8 bytes. An id that begins with
/// <c>x--</c> itself is mapped too, so that no two users share a channel.
/// </summary>
public static class UserIdMap
{
    private const string Mark = "x--";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The channel id of a user.</summary>
    /// <exception cref="FormatException">The id is empty, no valid Unicode, or its mapped form is over 128 characters.</exception>
    public static string ToChannelId(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        if (ChannelName.IsId(userId) && !userId.StartsWith(Mark, StringComparison.Ordinal))
        {
            return userId;
        }

        string mapped;
        try
        {
            mapped = Mark + Base64Url.EncodeToString(Strict.GetBytes(userId));
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("A user id must be valid Unicode.", e);
        }

        return userId.Length > 0 && mapped.Length <= ChannelName.MaxIdLength
            ? mapped
            : throw new FormatException("A user id has 1 to 128 characters of A-Z a-z 0-9 _ . -, or 1 to 93 UTF-8 bytes of anything else.");
    }

    /// <summary>The user id behind a channel id. An <c>x--</c> id that no user is mapped to stands for itself.</summary>
    public static string ToUserId(string channelId)
    {
        ArgumentNullException.ThrowIfNull(channelId);
        if (!channelId.StartsWith(Mark, StringComparison.Ordinal) || !Base64Url.IsValid(channelId.AsSpan(Mark.Length)))
        {
            return channelId;
        }

        var user = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(channelId.AsSpan(Mark.Length)));
        return user.Length > 0 && string.Equals(Mapped(user), channelId, StringComparison.Ordinal) ? user : channelId;
    }

    private static string? Mapped(string user)
    {
        try
        {
            return ToChannelId(user);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
