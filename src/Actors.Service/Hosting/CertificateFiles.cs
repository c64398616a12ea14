using Actors.Service.Configuration;

namespace Actors.Service.Hosting;

/// <summary>Looks for the files that Kestrel's own settings name, which Kestrel looks at only when it begins to listen.</summary>
internal static class CertificateFiles
{
    private static readonly string[] Keys = ["Path", "KeyPath"];

    /// <summary>Refuses a certificate or key that is not there.</summary>
    /// <param name="configuration">What was set.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    /// <exception cref="SettingException">A file is missing; the message names its key.</exception>
    public static void Require(IConfiguration configuration, string contentRoot)
    {
        var files = Certificates(configuration.GetSection("Kestrel"))
            .SelectMany(certificate => Keys, (certificate, key) => certificate.GetSection(key))
            .Where(file => !string.IsNullOrEmpty(file.Value));
        foreach (var file in files)
        {
            if (!File.Exists(Path.Combine(contentRoot, file.Value!)))
            {
                throw new SettingException($"{file.Path} is '{file.Value}' but must be a file that is there.");
            }
        }
    }

    private static IEnumerable<IConfigurationSection> Certificates(IConfigurationSection kestrel) =>
    [
        .. kestrel.GetSection("Certificates").GetChildren(),
        .. kestrel.GetSection("Endpoints").GetChildren().SelectMany(endpoint => endpoint.GetSection("Sni").GetChildren()
            .Append(endpoint).Select(place => place.GetSection("Certificate"))),
    ];
}
