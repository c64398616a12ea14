using Actors.Contracts.Cursors;

namespace Actors.Sessions.Streams;

/// <summary>Where a request begins: what its cursor is worth, and what holds for channels that it does not name. Pure.</summary>
internal sealed class StartPoint
{
    private readonly Cursor? _cursor;
    private readonly SessionRequest _request;

    public StartPoint(SessionRequest request, uint logId)
    {
        _request = request;
        if (string.IsNullOrEmpty(request.Cursor))
        {
            return;
        }

        if (!Cursor.TryDecode(request.Cursor, out var cursor, out _))
        {
            Reset = ResetReason.Malformed;
        }
        else if (cursor.LogId != logId)
        {
            Reset = ResetReason.OtherLog;
        }
        else
        {
            _cursor = cursor;
        }
    }

    /// <summary>Why the whole cursor can't be honoured; null when it can.</summary>
    public string? Reset { get; }

    /// <summary>True when the stream goes on from the client's cursor.</summary>
    public bool Resumes => _cursor is not null;

    /// <summary>True when there is something to catch up with.</summary>
    public bool Replays => Resumes || _request.FromEarliest || _request.Replay > 0;

    /// <summary>How many of the last events a new channel begins with; 0 for none.</summary>
    public int Last => _request.FromEarliest ? 0 : _request.Replay ?? 0;

    /// <summary>True when a new channel begins with the oldest event.</summary>
    public bool Earliest => _request.FromEarliest;

    /// <summary>True when a new channel begins where the log ends.</summary>
    public bool IsNow => !Earliest && Last == 0;

    /// <summary>Where new channels begin, as streams tell it.</summary>
    public string New => Earliest ? "earliest" : Last > 0 ? "replay" : "now";

    /// <summary>Where the stream begins, as streams tell it.</summary>
    public string From => Resumes ? "cursor" : New;

    /// <summary>The cursor's position in a channel.</summary>
    public bool TryGet(uint channel, out long position)
    {
        position = -1;
        return _cursor?.TryGet(channel, out position) == true;
    }
}
