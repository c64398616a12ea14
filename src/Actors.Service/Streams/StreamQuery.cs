using System.Globalization;
using Actors.Contracts.Channels;
using Actors.Contracts.Jobs;
using Actors.Service.Identity;
using Actors.Service.Problems;

namespace Actors.Service.Streams;

/// <summary>What a stream or long poll is asked for, read from the request and allowed to its caller. Immutable.</summary>
internal sealed record StreamQuery
{
    /// <summary>The most events of each channel that <c>replay</c> may ask for.</summary>
    public const int MaxReplay = 10_000;

    private const string CursorHeader = "Last-Event-ID";
    private static readonly string[] CursorParameters = ["lastEventId", "last_event_id"];

    /// <summary>The channels, each once, at least one.</summary>
    public required IReadOnlyList<ChannelName> Channels { get; init; }

    /// <summary>The types to send; empty for all.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The job whose events are to be sent; null for all.</summary>
    public JobId? Job { get; init; }

    /// <summary>How many of each channel's last events come first; null where that was not asked for.</summary>
    public int? Replay { get; init; }

    /// <summary>True to begin with the oldest event there is.</summary>
    public bool FromEarliest { get; init; }

    /// <summary>True to send each event's type in SSE's own <c>event</c> field too.</summary>
    public bool Named { get; init; }

    /// <summary>The client's position as it sent it, whatever that is; null where it sent none.</summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// Reads the request. The header wins over the query: EventSource sends it when it reconnects, to the URL that still has the
    /// cursor of the first connect.
    /// </summary>
    /// <exception cref="ProblemException">400 for what is not understood, 403 for a channel that the caller may not hear.</exception>
    public static StreamQuery Read(HttpRequest request, Caller caller)
    {
        var query = request.Query;
        var channels = ReadChannels(request, caller);
        return new StreamQuery
        {
            Channels = channels,
            Types = Split(query["types"]),
            Job = ReadJob(query["jobId"]),
            Replay = ReadReplay(query["replay"]),
            FromEarliest = ReadFrom(query["from"]),
            Named = ReadFlag("named", query["named"]),
            Cursor = ReadCursor(request),
        };
    }

    private static List<ChannelName> ReadChannels(HttpRequest request, Caller caller)
    {
        var names = Split(request.Query["channels"]);
        if (names.Count == 0)
        {
            return [caller.Own];
        }

        List<ChannelName> channels = [];
        HashSet<uint> hashes = [];
        foreach (var text in names)
        {
            if (!ChannelName.TryParse(text, out var name))
            {
                throw Invalid("channels", $"'{text}' must be 'user:<id>' or 'channel:<id>' with an id of 1 to 128 characters of A-Z a-z 0-9 _ . -");
            }

            if (channels.Contains(name))
            {
                continue;
            }

            caller.RequireHearing(name);
            if (!hashes.Add(Contracts.Cursors.Cursor.HashOf(name.Value)))
            {
                throw Invalid("channels", $"'{text}' and another of the channels cannot share a stream: their hashes are equal. Open a stream for each.");
            }

            channels.Add(name);
        }

        return channels.Count <= Contracts.Cursors.Cursor.MaxChannels
            ? channels
            : throw Invalid("channels", $"A stream has at most {Contracts.Cursors.Cursor.MaxChannels} channels, not {channels.Count}: open several.");
    }

    private static JobId? ReadJob(string? text) =>
        string.IsNullOrEmpty(text) ? null
            : JobId.TryParse(text, out var id) ? id
            : throw Invalid("jobId", $"'{text}' must be a job's id as its 202 gave it.");

    private static int? ReadReplay(string? text) =>
        string.IsNullOrEmpty(text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxReplay ? count
            : throw Invalid("replay", $"'{text}' must be a whole number from 0 to {MaxReplay}.");

    private static bool ReadFrom(string? text) => text switch
    {
        null or "" or "now" => false,
        "earliest" => true,
        _ => throw Invalid("from", $"'{text}' must be 'now' or 'earliest'."),
    };

    private static bool ReadFlag(string field, string? text) => text switch
    {
        null or "" or "0" or "false" => false,
        "1" or "true" => true,
        _ => throw Invalid(field, $"'{text}' must be 1 or 0."),
    };

    private static string? ReadCursor(HttpRequest request)
    {
        if (request.Headers[CursorHeader].ToString() is { Length: > 0 } header)
        {
            return header;
        }

        foreach (var parameter in CursorParameters)
        {
            if (request.Query[parameter].ToString() is { Length: > 0 } cursor)
            {
                return cursor;
            }
        }

        return null;
    }

    private static List<string> Split(Microsoft.Extensions.Primitives.StringValues values)
    {
        List<string> all = [];
        foreach (var value in values)
        {
            all.AddRange((value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        return all;
    }

    private static ProblemException Invalid(string field, string what) => new(Refusals.Invalid(field, what));
}
