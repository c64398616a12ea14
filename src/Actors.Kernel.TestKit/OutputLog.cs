using Xunit.Abstractions;

namespace Actors.Kernel.TestKit;

/// <summary>Writes log lines into the test's output, as long as the test runs.</summary>
internal sealed class OutputLog(ITestOutputHelper? output)
{
    internal void Write(LogEvent line)
    {
        try
        {
            output?.WriteLine(line.ToString());
        }
        catch (InvalidOperationException)
        {
            // The test is over, and so is its output.
        }
    }
}
