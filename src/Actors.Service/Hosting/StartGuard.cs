using System.Net.Sockets;
using Actors.Service.Configuration;

namespace Actors.Service.Hosting;

/// <summary>Turns what stops a start into one sentence on stderr and an exit code.</summary>
internal static class StartGuard
{
    /// <summary>The exit code of a start that its settings or surroundings stopped.</summary>
    public const int Refused = 2;

    /// <summary>Runs the service; the exit code is the service's own after a clean stop.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> service, TextWriter errors)
    {
        try
        {
            return await service();
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await errors.WriteLineAsync(sentence.ReplaceLineEndings(" "));
            return Refused;
        }
    }

    // Only what an operator can mend is put into a sentence; a fault of the program keeps its stack trace.
    private static string? Explain(Exception e) => e switch
    {
        SettingException => e.Message,
        Log.LogInUseException => e.Message,
        UriFormatException or FormatException { Source: "Microsoft.AspNetCore.Http" } => $"Urls must be addresses such as http://localhost:8080: {e.Message}",
        FileNotFoundException missing => $"A file of Kestrel:Certificates is not there: {missing.FileName}",
        System.Security.Cryptography.CryptographicException => $"Kestrel:Certificates names a certificate that cannot be used: {e.Message}",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"Urls names an address that is in use: {e.Message}",
        SocketException => $"Urls names an address that cannot be listened at: {e.Message}",
        IOException or UnauthorizedAccessException => e.Message,
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };
}
