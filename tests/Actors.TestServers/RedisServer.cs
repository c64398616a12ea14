using System.Net.Sockets;
using System.Text;

namespace Actors.TestServers;

/// <summary>Debian's redis-server on a free port, without persistence. Can be stopped and started again on the same port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _folder = Directory.CreateTempSubdirectory("actors-redis-").FullName;
    private ServerProcess? _process;

    private RedisServer(string program, int port) => (_program, Port) = (program, port);

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    /// <summary>As <c>Redis:Configuration</c> takes it.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>The process; null while it is stopped.</summary>
    public ServerProcess? Process => _process;

    /// <summary>Starts a server.</summary>
    /// <exception cref="ServerUnavailableException">redis-server is not installed.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var program = Shell.Find("redis-server") ?? throw new ServerUnavailableException("redis-server is not installed (apt-get install redis-server).");
        var server = new RedisServer(program, FreePort.Next());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again on the same port; returns when it answers.</summary>
    public async Task StartAgainAsync()
    {
        _process = new ServerProcess(
            _program, ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder], Path.Combine(_folder, "log"));
        await Until.TrueAsync(AnswersAsync, "redis-server answers");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends one inline command (for example <c>CLIENT KILL TYPE normal</c>) and returns the first line of the answer.</summary>
    public async Task<string> CommandAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? string.Empty;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await CommandAsync("PING") == "+PONG";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
