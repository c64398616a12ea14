using System.Globalization;
using Actors.Bench.Load;

namespace Actors.Bench.Peers;

/// <summary>Bare Kestrel, under the runtime settings that the service ships with.</summary>
/// <param name="work">A folder of its own.</param>
/// <param name="runtimeConfig">The service's runtimeconfig.json, or null while there is none.</param>
internal sealed class BarePeer(string work, string? runtimeConfig) : IPeer
{
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _server;

    public string Name => "bare Kestrel";

    public async Task StartAsync()
    {
        string[] settings = runtimeConfig is null ? [] : ["exec", "--runtimeconfig", runtimeConfig];
        var arguments = settings.Append(typeof(BarePeer).Assembly.Location).Append("bare-server").Append(_port.ToString(CultureInfo.InvariantCulture));
        _server = await ServerProcess.StartAsync("dotnet", arguments, _port, Path.Combine(work, "bare.log"));
    }

    public Task RestartAsync() => throw new NotSupportedException("Bare Kestrel keeps nothing.");

    public ListenerRequest Listen(string name, bool fromStart, bool resumes = false) =>
        new(_port, $"/events?channel={name}{{c}}" + (fromStart ? "&from=0" : ""), "", fromStart, resumes);

    public PublishRequest Publish(string name, int channels) =>
        new(_port, $"/publish/{name}{{c}}", "", channels, 0, 0, 200, 1, 100, BodyShape.Lines);

    public ServerUsage Usage() => ServerUsage.Read([_server!.Id]);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
