using Actors.Service.Hosting;
using Actors.Service.Identity;
using Actors.Service.Limits;

namespace Actors.Service.Configuration;

/// <summary>Everything that configuration says, read and looked at before anything is opened. Immutable.</summary>
internal sealed record ServiceSettings
{
    /// <summary>The full path of the data directory, which exists and can be written to.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Sockets and connections.</summary>
    public required ServerOptions Server { get; init; }

    /// <summary>Who callers are.</summary>
    public required AuthOptions Auth { get; init; }

    /// <summary>What a client may ask.</summary>
    public required LimitsOptions Limits { get; init; }

    /// <summary>Which other origins' pages may use the service.</summary>
    public required CrossOriginOptions CrossOrigin { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A key is unknown, or a value is not what its key may hold.</exception>
    public static ServiceSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var auth = reader.Read<AuthOptions>("Auth");
        auth.Validate();
        var data = reader.Read<DataOptions>("Data");
        var settings = new ServiceSettings
        {
            Server = reader.Read<ServerOptions>("Server"),
            Auth = auth,
            Limits = reader.Read<LimitsOptions>("Limits"),
            CrossOrigin = reader.Read<CrossOriginOptions>("Cors"),
            DataDirectory = string.Empty,
        };
        reader.RefuseUnknownKeys();
        return settings with { DataDirectory = data.Prepare() };
    }
}
