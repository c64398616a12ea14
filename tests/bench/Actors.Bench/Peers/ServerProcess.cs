using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Actors.Bench.Native;

namespace Actors.Bench.Peers;

/// <summary>A child process that listens on a port of the loopback interface, its output in a file.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a program and waits until its port takes connections.</summary>
    /// <exception cref="InvalidOperationException">It ended first; the message has the end of its output.</exception>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, int port, string logFile, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec \"$0\" \"$@\" > '{logFile}' 2>&1 < /dev/null");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var server = new ServerProcess(Process.Start(start)!);
        var deadline = Stopwatch.StartNew();
        while (!await AnswersAsync(port))
        {
            if (server._process.HasExited || deadline.Elapsed > StartTimeout)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"{program} did not start:\n{Tail(logFile)}");
            }
            await Task.Delay(50);
        }
        return server;
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it and its children: politely, and by force after 15 s.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Libc.Signal(_process.Id, Libc.Terminate);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Tail(string file) => string.Join('\n', File.ReadLines(file).TakeLast(20));
}
