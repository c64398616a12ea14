namespace Actors.Service.Tests.Hosting;

/// <summary>The types that end a job.</summary>
internal static class Terminal
{
    public static readonly string[] Types = ["generation_complete", "generation_failed", "generation_cancelled"];
}
