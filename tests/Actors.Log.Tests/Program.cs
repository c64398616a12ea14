namespace Actors.Log.Tests;

/// <summary>The child process of the crash tests. Test runners never come here.</summary>
internal static class Program
{
    internal static Task<int> Main() => Task.FromResult(0);
}
