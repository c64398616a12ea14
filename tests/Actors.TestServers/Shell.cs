using System.Diagnostics;

namespace Actors.TestServers;

/// <summary>Runs commands to their end.</summary>
internal static class Shell
{
    /// <summary>The standard output of a command that succeeded.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}{await output}");
    }

    /// <summary>Where a program is; null when it is not on this machine.</summary>
    internal static string? Find(string program, params string[] furtherFolders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Concat(furtherFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
