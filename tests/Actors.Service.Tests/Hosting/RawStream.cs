using System.Net.Sockets;
using System.Text;

namespace Actors.Service.Tests.Hosting;

/// <summary>A client that speaks HTTP/1.1 by hand: what comes is seen byte by byte, and what is sent may be half of something.</summary>
internal sealed class RawStream : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly StringBuilder _text = new();

    private RawStream(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    /// <summary>All that has come, bytes as Latin-1 characters.</summary>
    public string Text => _text.ToString();

    public static async Task<RawStream> OpenAsync(Uri address, string request, int receiveBuffer = 0)
    {
        var client = new TcpClient();
        if (receiveBuffer > 0)
        {
            client.ReceiveBufferSize = receiveBuffer;
        }

        await client.ConnectAsync(address.Host, address.Port);
        var raw = new RawStream(client);
        await raw.SendAsync(request);
        return raw;
    }

    /// <summary>Opens an event stream.</summary>
    public static Task<RawStream> GetAsync(Uri address, string path, string headers = "", int receiveBuffer = 0) =>
        OpenAsync(address, $"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n", receiveBuffer);

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads until what has come holds a text; false when the connection ends before.</summary>
    public async Task<bool> ReadUntilAsync(string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!Text.Contains(text, StringComparison.Ordinal))
        {
            var read = await _stream.ReadAsync(_buffer, patience.Token);
            if (read == 0)
            {
                return false;
            }

            _text.Append(Encoding.Latin1.GetString(_buffer, 0, read));
        }

        return true;
    }

    /// <summary>Reads until the connection ends.</summary>
    public async Task<string> ReadToEndAsync()
    {
        await ReadUntilAsync("\uFFFF");
        return Text;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
