using Actors.Jobs;
using Actors.Service.Commands;
using Actors.Service.Hosting;
using Actors.Service.Identity;
using Actors.Service.Limits;
using Actors.Service.Metrics;
using Actors.Service.Node;
using Actors.Shards;

namespace Actors.Service.Configuration;

/// <summary>Everything that configuration says, read and looked at before anything is opened. Immutable.</summary>
internal sealed record ServiceSettings
{
    /// <summary>The full path of the data directory, which exists and can be written to.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Sockets and connections.</summary>
    public required ServerOptions Server { get; init; }

    /// <summary>The node's name.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>Where the log, the live bus and the history are.</summary>
    public required StoreSettings Stores { get; init; }

    /// <summary>How shards are owned.</summary>
    public required ShardsOptions Shards { get; init; }

    /// <summary>How jobs run.</summary>
    public required JobsOptions Jobs { get; init; }

    /// <summary>How streams work.</summary>
    public required SessionOptions Sessions { get; init; }

    /// <summary>Where traces and metrics go.</summary>
    public required TelemetryOptions Telemetry { get; init; }

    /// <summary>Who callers are.</summary>
    public required AuthOptions Auth { get; init; }

    /// <summary>What a client may ask.</summary>
    public required LimitsOptions Limits { get; init; }

    /// <summary>How a repeated request is recognised.</summary>
    public required CommandsOptions Commands { get; init; }

    /// <summary>Which other origins' pages may use the service.</summary>
    public required CrossOriginOptions CrossOrigin { get; init; }

    /// <summary>What is allowed but probably not meant; one sentence each.</summary>
    public IReadOnlyList<string> Warnings => Stores.Log == LogKind.Kafka && string.IsNullOrEmpty(Auth.TicketSecret) && string.IsNullOrEmpty(Auth.Jwt.Secret)
        ? [.. Stores.Warnings, "Auth:TicketSecret is not set, so each node makes its own, and a ticket of one is refused by all others: set the same at every node."]
        : Stores.Warnings;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A key is unknown, or a value is not what its key may hold.</exception>
    public static ServiceSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var node = reader.Read<NodeOptions>("Node");
        var jobs = reader.Read<JobsOptions>("Jobs");
        var auth = reader.Read<AuthOptions>("Auth");
        var limits = reader.Read<LimitsOptions>("Limits").For(auth.Mode);
        var settings = new ServiceSettings
        {
            Node = node,
            Server = reader.Read<ServerOptions>("Server"),
            Telemetry = reader.Read<TelemetryOptions>("Telemetry"),
            Auth = auth,
            Limits = limits,
            Commands = reader.Read<CommandsOptions>("Commands"),
            CrossOrigin = reader.Read<CrossOriginOptions>("Cors"),
            Stores = StoreSettings.Read(reader),
            Jobs = jobs,
            Sessions = reader.Over(new SessionOptions { Node = node.Name }, "Sessions", ("Node", "")),
            Shards = reader.Over(
                new ShardsOptions { NodeName = node.Name, MaxEventBytes = jobs.MaxEventBytes },
                "Shards", ("NodeName", ""), ("MaxEventBytes", "")),
            DataDirectory = string.Empty,
        };
        var data = reader.Read<DataOptions>("Data");
        reader.RefuseUnknownKeys();
        RequireAddresses(configuration["Urls"]);
        CertificateFiles.Require(configuration, AppContext.BaseDirectory);
        settings.Validate();
        var directory = data.Prepare();
        return settings with { DataDirectory = directory, Stores = settings.Stores.In(directory) };
    }

    private void Validate()
    {
        Node.Validate();
        Auth.Validate();
        CrossOrigin.Validate();
        Checked(Stores.Validate);
        Checked(() => Shards.Validated());
        Checked(Sessions.Validate);
        if (Jobs.Validate() is [var fault, ..])
        {
            throw new SettingException(fault);
        }

        if (SettingsAgreement.Fault(this) is { } disagreement)
        {
            throw new SettingException(disagreement);
        }
    }

    private static void RequireAddresses(string? urls)
    {
        foreach (var url in urls?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            try
            {
                _ = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new SettingException($"Urls has '{url}' but each must be an address such as http://localhost:8080.");
            }
        }
    }

    // The rooms name their keys themselves.
    private static void Checked(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentException e)
        {
            throw new SettingException(e.Message);
        }
    }
}
