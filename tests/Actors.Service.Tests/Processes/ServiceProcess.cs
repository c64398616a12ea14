using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Actors.Service.Tests.Processes;

/// <summary>The service as a process of its own, which can be killed as no host can be in this one.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _output = new();

    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            _output.Enqueue(line.Data ?? string.Empty);
            if (line.Data?.IndexOf(Listening, StringComparison.Ordinal) is { } at and >= 0)
            {
                _address.TrySetResult(new Uri(line.Data[(at + Listening.Length)..].Trim()));
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                _errors.Enqueue(line.Data);
            }
        };
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The service ended: " + string.Join('\n', _errors.Concat(_output))));
    }

    /// <summary>What it has written to stderr, line by line.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>What it has written to stdout, line by line.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts the program. Settings are <c>Section:Key=value</c>.</summary>
    public static ServiceProcess Start(string directory, params string[] settings)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Actors.Service.dll"));
        foreach (var setting in new[] { "Data:Directory=" + Path.Combine(directory, "data"), "Urls=http://127.0.0.1:0" }.Concat(settings))
        {
            info.ArgumentList.Add("--" + setting);
        }

        var service = new ServiceProcess(new Process { StartInfo = info, EnableRaisingEvents = true });
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> AddressAsync() => _address.Task.WaitAsync(Patience);

    /// <summary>Ends it without a word: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Asks it to end: SIGTERM.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
