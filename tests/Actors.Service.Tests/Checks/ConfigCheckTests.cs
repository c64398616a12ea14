using Actors.Log;
using Actors.Service.Checks;
using Actors.Service.Configuration;
using Actors.Service.Tests.Hosting;
using Actors.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Service.Tests.Checks;

public sealed class ConfigCheckTests
{
    [Fact]
    public async Task Embedded_stores_need_no_server_and_leave_nothing_behind()
    {
        using var directory = new TemporaryDirectory();
        var (code, lines) = await RunAsync(directory, "Node:Name=n1");
        code.ShouldBe(0);
        lines.ShouldContain(l => l.StartsWith("Node     n1", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("Log      sqlite: ok", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("Live     inprocess: ok", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("History  sqlite: ok", StringComparison.Ordinal));
        Directory.GetFileSystemEntries(directory.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Cors:Origins=app.example", "Cors:Origins")]
    [InlineData("Urls=nonsense", "Urls")]
    [InlineData("Kestrel:Certificates:Default:Path=/nowhere.pfx", "Kestrel:Certificates:Default:Path")]
    [InlineData("Kestrel:Certificates:Default:KeyPath=nowhere.key", "Kestrel:Certificates:Default:KeyPath")]
    [InlineData("Kestrel:Endpoints:Https:Certificate:Path=/nowhere.pfx", "Kestrel:Endpoints:Https:Certificate:Path")]
    [InlineData("Kestrel:Endpoints:Https:Sni:a.example:Certificate:Path=/nowhere.pfx", "Kestrel:Endpoints:Https:Sni:a.example:Certificate:Path")]
    public async Task What_a_start_would_refuse_is_refused(string setting, string key)
    {
        using var directory = new TemporaryDirectory();
        (await Should.ThrowAsync<SettingException>(() => RunAsync(directory, setting))).Message.ShouldContain(key);
    }

    [Fact]
    public async Task Log_of_another_size_is_told_whether_a_node_runs_on_it_or_not_and_nothing_is_left_behind()
    {
        using var directory = new TemporaryDirectory();
        await using (await RunningService.StartInAsync(directory.Path))
        {
            await LookAsync();
        }

        var files = Directory.GetFileSystemEntries(directory.Path);
        await LookAsync();
        Directory.GetFileSystemEntries(directory.Path).ShouldBe(files, ignoreOrder: true);

        async Task LookAsync()
        {
            (await RunAsync(directory)).Code.ShouldBe(0);
            var (code, lines) = await RunAsync(directory, "Log:Shards=4");
            code.ShouldBe(1);
            lines.ShouldContain(l => l.StartsWith("Log      sqlite: NOT OK", StringComparison.Ordinal) && l.Contains("made with 8 shards", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Server", "postgres")]
    public async Task Schema_that_a_start_would_refuse_is_told_with_the_sentence_of_the_start()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        var history = $"Postgres:ConnectionString={database}";
        using var directory = new TemporaryDirectory();
        using var other = new TemporaryDirectory();
        await using (var service = await RunningService.StartInAsync(directory.Path, history))
        {
            await service.Client.PostJsonAsync("/api/channels/user:ada/events", """{"type":"note"}""");
            await Eventually.IsTrueAsync(async () => (await RunAsync(directory, history)).Lines.Any(l => l.Contains("holds the history of the log", StringComparison.Ordinal)));
        }

        (await RunAsync(directory, history)).Code.ShouldBe(0);
        await RefusedAsync("this node's log is yet to be made");
        await (await RunningService.StartInAsync(other.Path)).DisposeAsync();
        await RefusedAsync("and this node's log is ");

        await using (var source = Npgsql.NpgsqlDataSource.Create(database))
        {
            await using var newer = source.CreateCommand("INSERT INTO actors.migrations(number) VALUES(999)");
            await newer.ExecuteNonQueryAsync();
        }

        await RefusedAsync("is of form 999");

        async Task RefusedAsync(string words)
        {
            var (code, lines) = await RunAsync(other, history);
            code.ShouldBe(1, string.Join('\n', lines));
            lines.ShouldContain(l => l.StartsWith("History", StringComparison.Ordinal) && l.Contains("NOT OK", StringComparison.Ordinal) && l.Contains(words, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Servers_that_are_away_are_told_within_seconds_without_any_secret()
    {
        using var directory = new TemporaryDirectory();
        var port = FreePort.Next();
        var began = TimeProvider.System.GetTimestamp();
        var (code, lines) = await RunAsync(
            directory, "Live:Kind=redis", $"Redis:Configuration=127.0.0.1:{port},password=s3cret",
            $"Postgres:ConnectionString=Host=127.0.0.1;Port={port};Username=u;Password=s3cret;Database=d");
        code.ShouldBe(1);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        lines.ShouldContain(l => l.StartsWith($"Live     redis at 127.0.0.1:{port}: NOT OK", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith($"History  postgres at 127.0.0.1:{port}, database d, user u, schema actors: NOT OK", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("Warning  Live:Kind=redis", StringComparison.Ordinal));
        string.Join('\n', lines).ShouldNotContain("s3cret");
    }

    [Fact]
    [Trait("Server", "kafka")]
    public async Task Kafka_that_is_away_is_told_within_seconds()
    {
        using var directory = new TemporaryDirectory();
        var began = TimeProvider.System.GetTimestamp();
        var (code, lines) = await RunAsync(directory, "Log:Kind=kafka", $"Kafka:BootstrapServers=127.0.0.1:{FreePort.Next()}");
        code.ShouldBe(1);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        lines.ShouldContain(l => l.StartsWith("Log      kafka", StringComparison.Ordinal) && l.Contains("NOT OK", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Server", "kafka")]
    [Trait("Server", "redis")]
    [Trait("Server", "postgres")]
    public async Task Servers_that_answer_are_told_with_what_they_hold_and_nothing_is_made_on_them()
    {
        await using var kafka = await KafkaServer.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        string[] settings =
        [
            "Log:Kind=kafka", "Log:Shards=4", $"Kafka:BootstrapServers={kafka.BootstrapServers}", $"Kafka:Topic=t{Guid.NewGuid():N}",
            $"Redis:Configuration={redis.Configuration}", $"Postgres:ConnectionString={database}",
        ];
        var (code, before) = await RunAsync(directory, settings);
        code.ShouldBe(0, string.Join('\n', before));
        before.ShouldContain(l => l.Contains("the topic is missing", StringComparison.Ordinal));
        before.ShouldContain(l => l.Contains("PING", StringComparison.Ordinal));
        before.ShouldContain(l => l.Contains("the schema is missing", StringComparison.Ordinal));
        (await RunAsync(directory, settings)).Lines.ShouldContain(l => l.Contains("the topic is missing", StringComparison.Ordinal));

        await using (var service = await RunningService.StartAsync(settings))
        {
            await Eventually.IsTrueAsync(async () => (await service.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode);
            var (again, after) = await RunAsync(directory, settings);
            again.ShouldBe(0, string.Join('\n', after));
            after.ShouldContain(l => l.Contains("the topic has 4 partitions, each on 1 broker(s)", StringComparison.Ordinal));
            after.ShouldContain(l => l.Contains("the schema is of form", StringComparison.Ordinal));
            after.ShouldContain(l => l.Contains($", log {service.Services.GetRequiredService<IDurableLog>().LogId:x8}", StringComparison.Ordinal));
        }

        var (other, lines) = await RunAsync(directory, [.. settings, "Log:Shards=5"]);
        other.ShouldBe(1);
        lines.ShouldContain(l => l.Contains("has 4 partitions, but Log:Shards is 5", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string[] Lines)> RunAsync(TemporaryDirectory directory, params string[] settings)
    {
        var output = new StringWriter();
        var code = await ConfigCheck.RunAsync(
            [ConfigCheck.Argument, "--Data:Directory=" + directory.Path, .. settings.Select(s => "--" + s)], output);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
