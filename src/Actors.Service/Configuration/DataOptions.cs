namespace Actors.Service.Configuration;

/// <summary>Section <c>Data</c>.</summary>
internal sealed record DataOptions
{
    /// <summary>Where everything durable is; made where it is missing. Default <c>./data</c>, seen from where the service is started.</summary>
    public string Directory { get; init; } = "./data";

    /// <summary>Makes the directory and proves that it can be written to. Returns its full path.</summary>
    /// <exception cref="SettingException">It cannot be made or written to.</exception>
    public string Prepare()
    {
        if (string.IsNullOrWhiteSpace(Directory))
        {
            throw new SettingException("Data:Directory is empty but must name a directory.");
        }

        try
        {
            var path = Path.GetFullPath(Directory);
            System.IO.Directory.CreateDirectory(path);
            var probe = Path.Combine(path, ".write-probe");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"Data:Directory is '{Directory}' but must be a directory that this process can write to: {e.Message}");
        }
    }
}
