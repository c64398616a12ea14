using System.Diagnostics;
using System.Globalization;
using Actors.Bench.Load;
using Actors.Bench.Load.Jobs;

namespace Actors.Bench.Peers;

/// <summary>The service, as published for release, with the embedded log in a fresh directory.</summary>
/// <param name="work">A folder of its own.</param>
/// <param name="program">The folder of the published service.</param>
/// <param name="settings">Further configuration keys, as <c>Section__Key</c>.</param>
internal sealed class ActorsPeer(string work, string program, IReadOnlyDictionary<string, string>? settings = null) : IPeer
{
    private const string Assembly = "Actors.Service.dll";
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SeenTimeout = TimeSpan.FromMinutes(5);
    private readonly int _port = ServerProcess.FreePort();
    private readonly string _data = Directory.CreateDirectory(Path.Combine(work, Path.GetRandomFileName())).FullName;
    private ServerProcess? _server;

    public string Name => "actors";

    /// <summary>The runtime settings that the service ships with, for the peer that shall run under the same.</summary>
    public static string RuntimeConfig(string program) => Path.Combine(program, Path.ChangeExtension(Assembly, "runtimeconfig.json"));

    /// <summary>Publishes the service into a folder.</summary>
    public static async Task PublishAsync(string project, string folder)
    {
        using var process = Process.Start("dotnet", ["publish", project, "-c", "Release", "-o", folder, "-v", "q", "--nologo", "-p:RunAnalyzers=false"]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{project} could not be published.");
    }

    public async Task StartAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["Urls"] = $"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}",
            ["Data__Directory"] = Path.Combine(_data, "data"),
            ["Auth__Mode"] = "Development",
            ["Jobs__Provider"] = "demo",
            ["Jobs__Demo__TokensPerSecond"] = "50",
            ["Limits__MaxConnections"] = "100000",
            ["Limits__RequestsPerSecondPerUser"] = "1000000",
            ["Limits__RequestBurstPerUser"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) environment[key] = value;
        _server = await ServerProcess.StartAsync("dotnet", [Path.Combine(program, Assembly)], _port, Path.Combine(_data, "service.log"), environment);
        await ReadyAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Ends it as a crash does.</summary>
    public Task KillAsync() => _server!.KillAsync();

    /// <summary>Waits until the history has seen the last event of a channel.</summary>
    public async Task SeenAsync(string channel)
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Add("X-User-Id", "bench");
        var deadline = Stopwatch.StartNew();
        while (!(await http.GetStringAsync(new Uri($"/api/events/history?channel={channel}&limit=1", UriKind.Relative))).Contains("\"chat\"", StringComparison.Ordinal))
        {
            if (deadline.Elapsed > SeenTimeout) throw new InvalidOperationException($"The history has not seen {channel}.");
            await Task.Delay(100);
        }
    }

    public async Task RestartAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await StartAsync();
    }

    public ListenerRequest Listen(string name, bool fromStart, bool resumes = false) =>
        new(_port, $"/api/events?channels=channel:{name}{{c}}" + (fromStart ? "&from=earliest" : ""), "X-User-Id: listener{i}\r\n", fromStart, resumes);

    public PublishRequest Publish(string name, int channels) =>
        new(_port, $"/api/channels/channel:{name}{{c}}/events", "X-User-Id: backend\r\n", channels, 0, 0, 200, 1, 1000, BodyShape.Array);

    /// <summary>How each user of a group listens to the own jobs.</summary>
    public ListenerRequest ListenToJobs(string group, bool fromStart) =>
        new(_port, $"/api/events?channels=user:{group}{{i}}" + (fromStart ? "&from=earliest" : ""), $"X-User-Id: {group}{{i}}\r\n", fromStart, Resumes: false);

    /// <summary>How the users of a group submit jobs.</summary>
    public JobRequest Submit(string group, int count, int users, int tokens, int intervalMilliseconds) =>
        new(_port, "/api/generate/text", KeyValuePair.Create("X-User-Id", group + "{i}"), count, users, tokens, intervalMilliseconds);

    public ServerUsage Usage() => ServerUsage.Read([_server!.Id]);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health/ready"));
            if (answer.IsSuccessStatusCode) return;
            if (deadline.Elapsed > ReadyTimeout) throw new InvalidOperationException($"The service is not ready: {await answer.Content.ReadAsStringAsync()}");
            await Task.Delay(50);
        }
    }
}
