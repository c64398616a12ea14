namespace Actors.Kernel;

/// <summary>Writes log lines to the standard output.</summary>
internal static class StandardOutputLog
{
    internal static void Write(LogEvent line) => Console.Out.WriteLine(line.ToString());
}
