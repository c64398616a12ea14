using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Actors.TestServers;

/// <summary>A server's process that can be killed, stopped and paused. Its output goes to a file.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Task _pumped;

    /// <summary>Starts a program. It ends with this process at the latest.</summary>
    public ServerProcess(string program, IEnumerable<string> arguments, string logFile, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        LogFile = logFile;
        _log = new StreamWriter(File.Open(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = Process.Start(start)!;
        _pumped = Task.WhenAll(PumpAsync(_process.StandardOutput), PumpAsync(_process.StandardError));
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Where its output is.</summary>
    public string LogFile { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task KillAsync()
    {
        Signal(SigKill);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        Signal(SigTerm);
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>SIGTERM, without waiting.</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>SIGSTOP.</summary>
    public void Pause() => Signal(SigStop);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signal(SigCont);

    /// <summary>Ends when the process has.</summary>
    public Task WaitForExitAsync(CancellationToken ct = default) => _process.WaitForExitAsync(ct);

    /// <summary>Kills it.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Signal(SigKill);
        _process.WaitForExit();
        _pumped.Wait(TimeSpan.FromSeconds(5));
        _log.Dispose();
        _process.Dispose();
    }

    private async Task PumpAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.WriteLine(line);
            }
        }
    }

    private void OnExit(object? sender, EventArgs e) => Signal(SigKill);

    private void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
