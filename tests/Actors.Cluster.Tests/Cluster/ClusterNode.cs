using System.Globalization;
using System.Text.Json;
using Actors.TestServers;

namespace Actors.Cluster.Tests.Cluster;

/// <summary>One process of the service, on a port and a data folder of its own that outlive it.</summary>
internal sealed class ClusterNode : IDisposable
{
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HttpClient _http;
    private ServerProcess? _process;

    public ClusterNode(string name, string folder, IReadOnlyDictionary<string, string> settings)
    {
        (Name, _folder, _settings, Port) = (name, folder, settings, FreePort.Next());
        Directory.CreateDirectory(folder);
        _http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
    }

    public string Name { get; }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Where its data are.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>What it has written, over all its lives.</summary>
    public string LogFile => Path.Combine(_folder, "log");

    /// <summary>The process; it must run.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException($"{Name} does not run.");

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _process is not null;

    /// <summary>Starts it, without waiting.</summary>
    public void Start()
    {
        var environment = new Dictionary<string, string>(_settings)
        {
            ["Urls"] = Address.GetLeftPart(UriPartial.Authority),
            ["Node__Name"] = Name,
            ["Data__Directory"] = DataFolder,
            ["DOTNET_gcServer"] = "0",
        };
        _process = new ServerProcess("dotnet", [ServiceProgram.Path], LogFile, environment);
    }

    /// <summary>Ends when it takes requests.</summary>
    public Task ReadyAsync() => Until.TrueAsync(IsReadyAsync, $"{Name} is ready");

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        Forget();
    }

    /// <summary>SIGTERM; ends with the process, which must end well.</summary>
    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await Process.StopAsync(patience.Token);
        Process.ExitCode.ShouldBe(0, $"{Name} told to stop");
        Forget();
    }

    /// <summary>The shards that it says it serves; none where it gives no answer.</summary>
    public Task<int[]> ServedAsync() => InStateAsync("Serving");

    /// <summary>The shards whose owners here it says to be in a state; none where it gives no answer.</summary>
    public async Task<int[]> InStateAsync(string state)
    {
        if (await GetAsync("/health") is not { } health)
        {
            return [];
        }

        return [.. health.GetProperty("shards").EnumerateArray()
            .Where(shard => shard.GetProperty("state").GetString() == state)
            .Select(shard => shard.GetProperty("shard").GetInt32())];
    }

    /// <summary>The answer of a GET; null where there is none, or no success.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(path);
            return response.IsSuccessStatusCode ? JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The log's last lines that say that something is wrong, for a failed test.</summary>
    public string Troubles(int most)
    {
        var troubles = (File.Exists(LogFile) ? File.ReadAllLines(LogFile) : []).Where(IsTrouble).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Name}: {troubles.Count} warnings and errors\n{string.Join('\n', troubles.TakeLast(most))}");
    }

    public void Dispose()
    {
        _process?.Resume();
        Forget();
        _http.Dispose();
    }

    // A line is the time, the level and what happened.
    private static bool IsTrouble(string line) =>
        line.Split(' ', 3) is [_, "warn:" or "fail:" or "crit:", _];

    private async Task<bool> IsReadyAsync() => Process.HasExited
        ? throw new InvalidOperationException($"{Name} ended with {Process.ExitCode}:\n{string.Join('\n', File.ReadLines(LogFile).TakeLast(20))}")
        : await GetAsync("/health/ready") is not null;

    private void Forget()
    {
        _process?.Dispose();
        _process = null;
    }
}
