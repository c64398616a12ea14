using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Actors.Bench.Load;

/// <summary>The bench's end of a load process.</summary>
internal sealed class LoadClient : IAsyncDisposable
{
    private readonly Process _process;

    /// <summary>Starts a load process.</summary>
    /// <param name="jobListeners">How many listeners will follow jobs; 0 if they listen to published events.</param>
    public LoadClient(int jobListeners = 0)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(LoadClient).Assembly.Location);
        start.ArgumentList.Add("load");
        start.ArgumentList.Add(jobListeners.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start)!;
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The command failed, a stream was refused, or a request was.</exception>
    public async Task<LoadReply> DoAsync(LoadCommand command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The load process ended.");
        var reply = JsonSerializer.Deserialize<LoadReply>(line)!;
        if (reply.Error is { } error) throw new InvalidOperationException(error);
        if (reply.FirstFailure is { } failure) throw new InvalidOperationException($"A stream was refused: {failure}");
        if (reply.Published?.Refusal is { } refusal) throw new InvalidOperationException($"{reply.Published.Refused} publishing requests were refused, the first with: {refusal}");
        return reply;
    }

    /// <summary>Ends the process, which resets its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
