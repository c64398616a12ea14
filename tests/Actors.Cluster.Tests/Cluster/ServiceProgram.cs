namespace Actors.Cluster.Tests.Cluster;

/// <summary>Where the built service is: built beside the tests, in the same configuration.</summary>
internal static class ServiceProgram
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var configuration = output.Parent!.Name;
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = System.IO.Path.Combine(root, "src", "Actors.Service", "bin", configuration, output.Name, "Actors.Service.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"The service is not built: {program}");
    }
}
