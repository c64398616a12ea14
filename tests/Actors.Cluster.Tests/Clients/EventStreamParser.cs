namespace Actors.Cluster.Tests.Clients;

/// <summary>
/// Parses an event stream as WHATWG HTML §9.2.6 says, on bytes. The last event id lives on over connections, as it does in
/// Chromium and Firefox.
/// </summary>
internal sealed class EventStreamParser(Action<string, byte[]> dispatch, Action<int> retry)
{
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    private readonly List<byte> _line = [];
    private readonly List<byte> _data = [];
    private string _type = string.Empty;
    private string _idBuffer = string.Empty;
    private bool _wasCr;
    private int _begun;

    /// <summary>What the next request says in Last-Event-ID; empty for none.</summary>
    public string LastEventId { get; private set; } = string.Empty;

    /// <summary>A new connection: what was not dispatched is discarded.</summary>
    public void Begin()
    {
        _line.Clear();
        _data.Clear();
        _type = string.Empty;
        _idBuffer = LastEventId;
        _wasCr = false;
        _begun = 0;
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b == Lf && _wasCr)
            {
                _wasCr = false;
                continue;
            }

            _wasCr = b == Cr;
            if (b is Lf or Cr)
            {
                EndLine();
            }
            else
            {
                _line.Add(b);
            }
        }
    }

    private void EndLine()
    {
        var line = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);
        if (_begun++ == 0 && line.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
        {
            line = line[3..];
        }

        if (line.IsEmpty)
        {
            Dispatch();
        }
        else if (line[0] != ':')
        {
            var colon = line.IndexOf((byte)':');
            var value = colon < 0 ? [] : line[(colon + 1)..];
            Field(colon < 0 ? line : line[..colon], value is [(byte)' ', ..] ? value[1..] : value);
        }

        _line.Clear();
    }

    private void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("data"u8))
        {
            _data.AddRange(value);
            _data.Add(Lf);
        }
        else if (name.SequenceEqual("event"u8))
        {
            _type = System.Text.Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("id"u8) && !value.Contains((byte)0))
        {
            _idBuffer = System.Text.Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("retry"u8) && !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            retry(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private void Dispatch()
    {
        LastEventId = _idBuffer;
        if (_data.Count > 0)
        {
            dispatch(_type.Length == 0 ? "message" : _type, [.. _data[..^1]]);
        }

        _data.Clear();
        _type = string.Empty;
    }
}
