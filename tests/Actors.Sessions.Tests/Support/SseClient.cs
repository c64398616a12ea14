using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Actors.Sessions.Tests.Support;

/// <summary>
/// A client at the other end of a pipe, parsing as the HTML standard says (§9.2.6): nothing is dispatched before its blank
/// line. It reads only when told to.
/// </summary>
internal sealed class SseClient
{
    private readonly Pipe _pipe;
    private readonly StringBuilder _partial = new();
    private string _lastId = string.Empty;

    public SseClient(int pauseAt = 64 * 1024) => _pipe = new Pipe(new PipeOptions(
        pauseWriterThreshold: pauseAt,
        resumeWriterThreshold: pauseAt / 2,
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: false));

    public PipeWriter Output => _pipe.Writer;

    public List<SseEvent> Events { get; } = [];

    public List<int> Retries { get; } = [];

    public string Cursor => _lastId;

    public CancellationTokenSource Gone { get; } = new();

    /// <summary>The events that a publisher wrote, without the stream's own.</summary>
    public IEnumerable<string> Texts => Events.Where(e => e.Text is not null).Select(e => e.Text!);

    public SseEvent Single(string type) => Events.Single(e => e.JsonType == type || e.Type == type);

    /// <summary>Takes what is there; at most so many bytes.</summary>
    public int Read(int most = int.MaxValue)
    {
        var taken = 0;
        while (taken < most && _pipe.Reader.TryRead(out var result) && !result.Buffer.IsEmpty)
        {
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, most - taken));
            taken += (int)part.Length;
            _partial.Append(Encoding.Latin1.GetString(part.ToArray()));
            _pipe.Reader.AdvanceTo(part.End);
        }

        Parse();
        return taken;
    }

    /// <summary>The connection breaks.</summary>
    public void Leave()
    {
        _pipe.Reader.Complete();
        Gone.Cancel();
    }

    private void Parse()
    {
        var text = _partial.ToString();
        for (var end = text.IndexOf("\n\n", StringComparison.Ordinal); end >= 0; end = text.IndexOf("\n\n", StringComparison.Ordinal))
        {
            Dispatch(text[..end]);
            text = text[(end + 2)..];
        }

        _partial.Clear().Append(text);
    }

    private void Dispatch(string block)
    {
        var (type, id, data) = ("message", (string?)null, new List<string>());
        foreach (var line in block.Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            colon.ShouldBeGreaterThan(0, line);
            var value = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line[(colon + 2)..]));
            switch (line[..colon])
            {
                case "event": type = value; break;
                case "id": id = value; break;
                case "data": data.Add(value); break;
                case "retry": Retries.Add(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)); break;
                default: throw new InvalidDataException(line);
            }
        }

        _lastId = id ?? _lastId;
        if (data.Count > 0)
        {
            Events.Add(new SseEvent(type, string.Join('\n', data), _lastId, id is not null));
        }
    }
}
