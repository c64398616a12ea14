namespace Actors.TestServers;

/// <summary>
/// A Kafka of one or more brokers. Where from: the script <c>kafka</c> in the folder that <c>ACTORS_TEST_KAFKA_HOME</c>
/// names, or in <c>shared/kafka</c> beside the project; else the brokers that <c>ACTORS_TEST_KAFKA</c> names
/// (<c>host:port,…</c>), which cannot be killed or paused, or with <c>mock</c> a <see cref="MockKafka"/>. Brokers of its own end
/// with this process at the latest.
/// </summary>
public sealed class KafkaServer : IAsyncDisposable
{
    private const string Mock = "mock";

    private readonly string? _script;
    private readonly MockKafka? _mock;
    private readonly string _folder = Directory.CreateTempSubdirectory("actors-kafka-").FullName;
    private readonly Keeper? _keeper;

    private KafkaServer(string? script, string servers, MockKafka? mock = null)
    {
        (_script, BootstrapServers, _mock) = (script, servers, mock);
        _keeper = script is null ? null : Keeper.Start(_folder, script, "down", "--dir", _folder);
    }

    /// <summary>The brokers, as <c>host:port,…</c>.</summary>
    public string BootstrapServers { get; private set; }

    /// <summary>Whether its brokers can be killed, paused and started.</summary>
    public bool IsOurs => _script is not null;

    private static string? Given => Environment.GetEnvironmentVariable("ACTORS_TEST_KAFKA") is { Length: > 0 } given ? given : null;

    /// <summary>
    /// Starts brokers of its own, unless one without settings will do and <c>ACTORS_TEST_KAFKA</c> names some that all tests share.
    /// </summary>
    /// <exception cref="ServerUnavailableException">There is no Kafka here.</exception>
    public static async Task<KafkaServer> StartAsync(int brokers = 1, bool shared = true, params string[] settings)
    {
        if (shared && brokers == 1 && settings.Length == 0 && Given is { } given)
        {
            var mock = given == Mock ? MockKafka.Start() : null;
            return new KafkaServer(null, mock?.BootstrapServers ?? given, mock);
        }

        if (FindScript() is not { } script)
        {
            throw new ServerUnavailableException(
                Given is null
                    ? "No Kafka: neither ACTORS_TEST_KAFKA_HOME nor ACTORS_TEST_KAFKA is set, and shared/kafka is not beside the project."
                    : "The brokers of ACTORS_TEST_KAFKA cannot be killed or paused.");
        }

        if (Shell.Find("java") is null)
        {
            throw new ServerUnavailableException("Kafka needs Java 17 (apt-get install openjdk-17-jre-headless).");
        }

        var server = new KafkaServer(script, string.Empty);
        server.BootstrapServers = (await server.RunAsync(
            ["up", "--dir", server._folder, "--brokers", $"{brokers}", .. settings.SelectMany(s => new[] { "--set", s })])).Trim();
        return server;
    }

    /// <summary>The processes of our own brokers that run now.</summary>
    public IReadOnlyList<int> ProcessIds => [.. Directory.GetFiles(_folder, "pid", SearchOption.AllDirectories).Select(file => int.Parse(File.ReadAllText(file)))];

    /// <summary>Makes a topic where its clients cannot: on a mock. False where they can.</summary>
    public bool TryMakeTopic(string topic, int partitions)
    {
        _mock?.Create(topic, partitions);
        return _mock is not null;
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(int broker) => RunAsync("kill", "--dir", _folder, "--broker", $"{broker}");

    /// <summary>SIGTERM.</summary>
    public Task StopAsync(int broker) => RunAsync("stop", "--dir", _folder, "--broker", $"{broker}");

    /// <summary>Starts a broker again on its data.</summary>
    public Task StartAgainAsync(int broker) => RunAsync("start", "--dir", _folder, "--broker", $"{broker}");

    /// <summary>SIGSTOP.</summary>
    public async Task PauseAsync(int broker)
    {
        await RunAsync("pause", "--dir", _folder, "--broker", $"{broker}");
        await Until.TrueAsync(() => IsStopped(broker), $"broker {broker} has stopped");
    }

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync(int broker) => RunAsync("resume", "--dir", _folder, "--broker", $"{broker}");

    /// <summary>Runs one of Kafka's tools, for example <c>org.apache.kafka.tools.TopicCommand --list</c>.</summary>
    public Task<string> ToolAsync(params string[] arguments) => RunAsync(["run", "--dir", _folder, .. arguments]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            await _keeper.DisposeAsync();
        }
        else
        {
            Directory.Delete(_folder);
        }

        if (_mock is not null)
        {
            await _mock.DisposeAsync();
        }
    }

    // proc(5), stat: the state stands behind the name in brackets. A stop reaches each thread by itself.
    private bool IsStopped(int broker)
    {
        var process = File.ReadAllText(Path.Combine(_folder, $"{broker}", "pid")).Trim();
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task")
                .All(thread => File.ReadAllText(Path.Combine(thread, "stat")).Split(')')[^1].TrimStart()[0] == 'T');
        }
        catch (IOException)
        {
            return false; // a thread has ended between two looks
        }
    }

    private Task<string> RunAsync(params string[] arguments) => Shell.RunAsync(_script!, arguments);

    private static string? FindScript()
    {
        if (Environment.GetEnvironmentVariable("ACTORS_TEST_KAFKA_HOME") is { Length: > 0 } home)
        {
            return Path.Combine(home, "kafka");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "shared", "kafka", "kafka");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }
}
