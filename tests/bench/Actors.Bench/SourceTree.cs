namespace Actors.Bench;

/// <summary>Where the sources are, seen from the built bench.</summary>
internal static class SourceTree
{
    /// <summary>The project of the service.</summary>
    /// <exception cref="InvalidOperationException">The bench does not stand in the source tree.</exception>
    public static string ServiceProject
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Actors.sln"))) return Path.Combine(folder.FullName, "src", "Actors.Service");
            }
            throw new InvalidOperationException("No Actors.sln above the bench: name the published service with --service.");
        }
    }
}
