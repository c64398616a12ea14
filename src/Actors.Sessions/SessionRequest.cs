using Actors.Contracts.Channels;

namespace Actors.Sessions;

/// <summary>What a client asks of a stream or a poll. Whoever passes it on has made sure that the client may hear the channels. Immutable.</summary>
public sealed record SessionRequest
{
    /// <summary>The channels, each once.</summary>
    public required IReadOnlyList<ChannelName> Channels { get; init; }

    /// <summary>
    /// <c>Last-Event-ID</c> or its substitute, as the client sent it; null or empty for none. Where it can't be honoured, the
    /// stream says so with a <c>reset</c> event. Channels that it does not name begin as new ones.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>For channels that no cursor names: begin with the last so many events. Null begins with those from now on.</summary>
    public int? Replay { get; init; }

    /// <summary>For channels that no cursor names: begin with the oldest event that the log holds.</summary>
    public bool FromEarliest { get; init; }

    /// <summary>The last offset of each channel's shard when the request came; see <see cref="SessionHub.TakePlaceAsync"/>. Empty where the log could not say so.</summary>
    internal long[]? Ends { get; init; }

    /// <summary>Only these types; null or empty for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Only the events of this job; null for all.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether each event has an <c>event:</c> line with its type, beside its <c>data:</c>.</summary>
    public bool Named { get; init; }

    /// <summary>When the client's token ends: the stream warns before and closes then. Null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What is wrong with the request, for the client; null when nothing is.</summary>
    public string? Fault(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Channels.Count == 0 || Channels.Count > options.MaxChannelsPerSession)
        {
            return $"A stream has 1 to {options.MaxChannelsPerSession} channels, not {Channels.Count}.";
        }

        if (Types?.Count > options.MaxTypesPerSession)
        {
            return $"A stream filters by at most {options.MaxTypesPerSession} types, not {Types.Count}.";
        }

        if (Replay < 0 || Replay > options.MaxReplay)
        {
            return $"replay is 0 to {options.MaxReplay}, not {Replay}.";
        }

        return FaultOfChannels();
    }

    private string? FaultOfChannels()
    {
        Dictionary<uint, string> seen = [];
        foreach (var channel in Channels)
        {
            if (!seen.TryAdd(Contracts.Cursors.Cursor.HashOf(channel.Value), channel.Value))
            {
                var other = seen[Contracts.Cursors.Cursor.HashOf(channel.Value)];
                return other == channel.Value
                    ? $"The channel '{other}' is named twice."
                    : $"The channels '{other}' and '{channel}' cannot share one stream: they look alike in a cursor. Open one stream for each.";
            }
        }

        return null;
    }
}
