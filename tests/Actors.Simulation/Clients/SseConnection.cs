using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Actors.Sessions;

namespace Actors.Simulation.Clients;

/// <summary>A client's end of one connection: it reads as many bytes as it is told to, and everything happens on one thread.</summary>
internal sealed class SseConnection : IDisposable
{
    /// <summary>What the kernel's socket buffers hold before a flush waits.</summary>
    private const int SocketBytes = 4096;

    private readonly CancellationTokenSource _gone = new();
    private readonly StringBuilder _rest = new();
    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: SocketBytes,
        resumeWriterThreshold: SocketBytes / 2,
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: false));

    internal SseConnection(SessionHub hub, SessionRequest request) => Ended = hub.RunAsync(request, _pipe.Writer, _gone.Token);

    /// <summary>Ends with the stream.</summary>
    internal Task<SessionEnd> Ended { get; }

    /// <summary>Takes at most so many bytes, and hands over the events that are whole.</summary>
    internal int Read(int most, Action<SseBlock> dispatch)
    {
        var taken = 0;
        while (taken < most && _pipe.Reader.TryRead(out var result) && !result.Buffer.IsEmpty)
        {
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, most - taken));
            taken += (int)part.Length;
            _rest.Append(Encoding.Latin1.GetString(part.ToArray()));
            _pipe.Reader.AdvanceTo(part.End);
        }

        var text = _rest.ToString();
        for (var end = text.IndexOf("\n\n", StringComparison.Ordinal); end >= 0; end = text.IndexOf("\n\n", StringComparison.Ordinal))
        {
            dispatch(Parse(text[..end]));
            text = text[(end + 2)..];
        }

        _rest.Clear().Append(text);
        return taken;
    }

    /// <summary>The connection breaks.</summary>
    public void Dispose()
    {
        _pipe.Reader.Complete();
        _gone.Cancel();
        _gone.Dispose();
    }

    private static SseBlock Parse(string block)
    {
        string? data = null;
        string? id = null;
        foreach (var line in block.Split('\n'))
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data += Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line["data: ".Length..]));
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line["id: ".Length..];
            }
        }

        return new SseBlock(data, id);
    }
}
