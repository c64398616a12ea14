using System.Collections.Concurrent;
using System.Diagnostics;

namespace Actors.TestServers;

/// <summary>
/// Cleans up behind this process: a shell of its own session that waits until it is disposed of or this process has ended,
/// however it did, and then ends a server and removes its folder.
/// </summary>
internal sealed class Keeper : IAsyncDisposable
{
    // What is waited for is the end of its input, whose other end dies with this process.
    private const string Script = """
        exec >/dev/null 2>&1
        cat
        cd /
        folder=$1
        shift
        "$@"
        rm -rf -- "$folder"
        """;

    // One that nobody holds must not be collected: its input would end.
    private static readonly ConcurrentDictionary<Keeper, bool> Waiting = [];

    private readonly Process _shell;

    private Keeper(Process shell) => _shell = shell;

    /// <summary>Begins to wait.</summary>
    /// <param name="folder">What is removed in the end.</param>
    /// <param name="command">The program that ends the server, and its arguments.</param>
    internal static Keeper Start(string folder, params string[] command)
    {
        var keeper = new Keeper(Process.Start(
            new ProcessStartInfo("setsid", ["sh", "-c", Script, "keeper", folder, .. command]) { RedirectStandardInput = true })!);
        Waiting[keeper] = true;
        return keeper;
    }

    /// <summary>Ends the server and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Waiting.TryRemove(this, out _))
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
            _shell.Dispose();
        }
    }
}
