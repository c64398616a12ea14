using Actors.Contracts.Channels;
using Actors.Contracts.Jobs;
using Actors.Service.Identity;
using Actors.Service.Problems;
using Actors.Service.Requests;
using Actors.Sessions;

namespace Actors.Service.Streams;

/// <summary>Reads what a stream or long poll is asked for, and makes sure that its caller may have it.</summary>
internal static class StreamQuery
{
    private const string CursorHeader = "Last-Event-ID";
    private static readonly string[] CursorParameters = ["lastEventId", "last_event_id"];

    /// <summary>The request as the sessions take it.</summary>
    /// <exception cref="ProblemException">400 for what is not understood, 403 for a channel that the caller may not hear.</exception>
    public static SessionRequest Read(HttpRequest request, Caller caller, SessionOptions options)
    {
        var query = request.Query;
        var session = new SessionRequest
        {
            Channels = ReadChannels(query, caller),
            Types = query.Words("types"),
            JobId = ReadJob(query),
            Replay = query.Text("replay") is null ? null : query.Number("replay", 0, 0, options.MaxReplay),
            FromEarliest = ReadFrom(query),
            Named = query.Flag("named"),
            Cursor = ReadCursor(request),
            ExpiresAt = caller.Expires,
        };
        return session.Fault(options) is { } fault
            ? throw new ProblemException(Refusals.Invalid("channels", fault))
            : session;
    }

    /// <summary>A channel's name that the caller may hear.</summary>
    /// <exception cref="ProblemException">400 for a name that is none, 403 for one that the caller may not hear.</exception>
    public static ChannelName ReadChannel(string text, Caller caller)
    {
        if (!ChannelName.TryParse(text, out var channel))
        {
            throw new ProblemException(Refusals.Invalid("channels", $"'{text}' must be 'user:<id>' or 'channel:<id>' with an id of 1 to 128 characters of A-Z a-z 0-9 _ . -"));
        }

        caller.RequireHearing(channel);
        return channel;
    }

    private static List<ChannelName> ReadChannels(IQueryCollection query, Caller caller)
    {
        List<ChannelName> channels = [];
        foreach (var text in query.Words("channels"))
        {
            var channel = ReadChannel(text, caller);
            if (!channels.Contains(channel))
            {
                channels.Add(channel);
            }

            // Who names thousands is refused for it before each of them is compared with all others.
            if (channels.Count > Contracts.Cursors.Cursor.MaxChannels)
            {
                throw new ProblemException(Refusals.Invalid("channels", $"A stream has at most {Contracts.Cursors.Cursor.MaxChannels} channels: open several."));
            }
        }

        return channels.Count > 0 ? channels : [caller.Own];
    }

    private static string? ReadJob(IQueryCollection query) =>
        query.Text("jobId") is not { } text ? null
            : JobId.TryParse(text, out _) ? text
            : throw new ProblemException(Refusals.Invalid("jobId", $"'{text}' must be a job's id as its 202 gave it."));

    private static bool ReadFrom(IQueryCollection query) => query.Text("from") switch
    {
        null or "now" => false,
        "earliest" => true,
        var text => throw new ProblemException(Refusals.Invalid("from", $"'{text}' must be 'now' or 'earliest'.")),
    };

    // The header wins: EventSource sends it when it reconnects, to the URL that still has the cursor of the first connect.
    private static string? ReadCursor(HttpRequest request) =>
        request.Headers[CursorHeader].ToString() is { Length: > 0 } header
            ? header
            : CursorParameters.Select(name => request.Query.Text(name)).FirstOrDefault(text => text is not null);
}
