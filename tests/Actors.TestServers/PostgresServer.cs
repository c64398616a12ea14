namespace Actors.TestServers;

/// <summary>
/// Debian's PostgreSQL on a free port, with data in a temporary folder. Can be stopped and started again. It ends with this
/// process at the latest, and its folder with it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // An immediate shutdown; a server that was paused goes on to it.
    private const string End = """
        pid=$(head -n 1 "$0/postmaster.pid") && kill -QUIT "$pid" && kill -CONT "$pid"
        for _ in $(seq 100); do kill -0 "$pid" || exit; sleep 0.1; done
        kill -KILL "$pid"
        """;

    private readonly string _binaries;
    private readonly string _folder = Directory.CreateTempSubdirectory("actors-postgres-").FullName;
    private readonly Keeper _keeper;
    private int _databases;

    private PostgresServer(string binaries, int port)
    {
        (_binaries, Port) = (binaries, port);
        _keeper = Keeper.Start(_folder, "sh", "-c", End, Data);
    }

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <exception cref="ServerUnavailableException">PostgreSQL is not installed.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(FindBinaries(), FreePort.Next());
        await server.InitializeAsync();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The process that all of its others descend from.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"d{Interlocked.Increment(ref _databases)}";
        await RunAsync("createdb", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "actors", name);
        return ConnectionString(name);
    }

    /// <summary>The connection string of a database.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=actors;Database={database}";

    /// <summary>Starts it (again); returns when it answers.</summary>
    public Task StartAgainAsync() => RunAsync(
        "pg_ctl", "start", "-w", "-s", "-D", Data, "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off -c max_connections=200");

    /// <summary>Ends it at once, as a crash would.</summary>
    public Task KillAsync() => RunAsync("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", Data);

    /// <summary>Ends it in order, closing all connections.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", Data);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private string Data => Path.Combine(_folder, "data");

    private async Task InitializeAsync()
    {
        if (Environment.UserName == "root")
        {
            await Shell.RunAsync("chown", "postgres", _folder);
        }

        await RunAsync("initdb", "-D", Data, "-U", "actors", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
    }

    // Debian puts only the clients on the path.
    private static string FindBinaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':'))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "pg_ctl")) && File.Exists(Path.Combine(folder, "createdb")))
        ?? throw new ServerUnavailableException("PostgreSQL is not installed (apt-get install postgresql).");

    // PostgreSQL refuses to run as root.
    private Task<string> RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.UserName == "root"
            ? Shell.RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : Shell.RunAsync(path, arguments);
    }
}
