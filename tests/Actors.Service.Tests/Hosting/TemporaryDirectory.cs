namespace Actors.Service.Tests.Hosting;

/// <summary>A directory that goes away with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("actors-service-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
