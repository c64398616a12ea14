using Actors.Service.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Actors.Service.Tests.Processes;

/// <summary>A start that cannot be: one sentence on stderr that names the key, an exit code, no stack trace.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Limits:MaxConnectionsPerUser=many", "Limits:MaxConnectionsPerUser", "a number from 1")]
    [InlineData("Limits:MaxConections=1", "Limits:MaxConections", "MaxConnections")]
    [InlineData("Auth:Mode=None", "Auth:Mode", "Development, Jwt")]
    [InlineData("Auth:Mode=Jwt", "Auth:Jwt:Secret", "Auth:Jwt:Jwks")]
    [InlineData("Log:Kind=paper", "Log:Kind", "sqlite, kafka")]
    [InlineData("Log:Kind=kafka", "Log:Kind", "needs Kafka:BootstrapServers")]
    [InlineData("Kafka:BootstrapServers=x:1", "Log:Kind", "Log:Kind=kafka")]
    [InlineData("Log:Shards=0", "Log:Shards", "1 to 64")]
    [InlineData("Live:Kind=wire", "Live:Kind", "inprocess, log, redis")]
    [InlineData("Live:Kind=redis", "Live:Kind", "needs Redis:Configuration")]
    [InlineData("History:Kind=postgres", "History:Kind", "needs Postgres:ConnectionString")]
    [InlineData("Jobs:Provider=nobody", "Jobs:Provider", "openai")]
    [InlineData("Jobs:Provider=openai", "Jobs:OpenAI:ApiKey", "must")]
    [InlineData("Jobs:Demo:TokensPerSecond=fast", "Jobs:Demo:TokensPerSecond", "a number")]
    [InlineData("Sessions:HeartbeatInterval=00:00:00", "Sessions:HeartbeatInterval", "00:00:01")]
    [InlineData("Shards:PointInterval=-00:00:01", "Shards:PointInterval", "more than 0")]
    [InlineData("Cors:Origins=app.example", "Cors:Origins", "https://app.example")]
    [InlineData("Cors:Origins=*,https://app.example", "Cors:Origins", "* alone")]
    [InlineData("Node:Name=", "Node:Name", "1 to 128 characters")]
    [InlineData("Limit:MaxConnections=5", "Limit", "Limits")]
    [InlineData("Port=8080", "Port", "Limits")]
    [InlineData("Data:Directory=/dev/null/x", "Data:Directory", "write")]
    [InlineData("Urls=nonsense", "Urls", "nonsense")]
    [InlineData("Kestrel:Certificates:Default:Path=/nowhere.pfx", "Kestrel:Certificates", "/nowhere.pfx")]
    public async Task Wrong_setting_stops_the_start_with_one_sentence(string setting, string key, string allowed)
    {
        using var directory = new TemporaryDirectory();
        await using var service = ServiceProcess.Start(directory.Path, setting);
        (await service.ExitAsync()).ShouldBe(2);
        var sentence = service.Errors.ShouldHaveSingleItem();
        sentence.ShouldContain(key);
        sentence.ShouldContain(allowed);
        service.Output.ShouldNotContain(line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Second_process_on_a_directory_is_refused_with_one_sentence_and_the_first_goes_on()
    {
        using var directory = new TemporaryDirectory();
        await using var first = ServiceProcess.Start(directory.Path);
        using var client = new HttpClient { BaseAddress = await first.AddressAsync() };
        await using (var second = ServiceProcess.Start(directory.Path))
        {
            (await second.ExitAsync()).ShouldBe(2);
            second.Errors.ShouldHaveSingleItem().ShouldContain("in use by another process");
        }

        (await client.GetAsync("/health/live")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Address_in_use_is_told_in_one_sentence()
    {
        using var directory = new TemporaryDirectory();
        using var other = new TemporaryDirectory();
        await using var first = ServiceProcess.Start(directory.Path);
        var address = await first.AddressAsync();
        await using var second = ServiceProcess.Start(other.Path, "Urls=" + address.GetLeftPart(UriPartial.Authority));
        (await second.ExitAsync()).ShouldBe(2);
        second.Errors.ShouldHaveSingleItem().ShouldContain("Urls");
    }

    [Fact]
    public async Task Settings_come_from_a_file_beside_the_start_and_a_broken_one_is_told()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "appsettings.json"), """{"Auth":{"Mode":"Nobody"}}""");
        await using (var wrong = ServiceProcess.Start(directory.Path))
        {
            (await wrong.ExitAsync()).ShouldBe(2);
            wrong.Errors.ShouldHaveSingleItem().ShouldContain("Auth:Mode is 'Nobody'");
        }

        await File.WriteAllTextAsync(Path.Combine(directory.Path, "appsettings.json"), """{"Auth":""");
        await using var broken = ServiceProcess.Start(directory.Path);
        (await broken.ExitAsync()).ShouldBe(2);
        broken.Errors.ShouldHaveSingleItem().ShouldContain("settings file");
    }

    [Theory]
    [InlineData("UPDATE log SET shards = 3", "was made with 3 shards")]
    [InlineData("UPDATE log SET version = 99", "tables of form 99")]
    public async Task Log_that_these_settings_cannot_open_is_told_in_one_sentence(string change, string told)
    {
        using var directory = new TemporaryDirectory();
        var data = Path.Combine(directory.Path, "data");
        await using (await RunningService.StartInAsync(data))
        {
        }

        await using (var file = new SqliteConnection($"Data Source={Path.Combine(data, "log.db")};Pooling=False"))
        {
            await file.OpenAsync();
            await using var command = file.CreateCommand();
            command.CommandText = change;
            await command.ExecuteNonQueryAsync();
        }

        await using var service = ServiceProcess.Start(directory.Path);
        (await service.ExitAsync()).ShouldBe(2);
        service.Errors.ShouldHaveSingleItem().ShouldContain(told);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_its_streams_cleanly_and_exits_with_zero()
    {
        using var directory = new TemporaryDirectory();
        await using var service = ServiceProcess.Start(directory.Path, "Shards:DrainTimeout=00:00:01");
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        client.DefaultRequestHeaders.Add("X-User-Id", "ada");
        await client.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":5000}""");
        await using var stream = await SseReader.OpenAsync(client, "/api/events?from=earliest");
        await stream.UntilAsync("ai_chat_chunk");
        var ended = service.TerminateAsync();
        List<string> statuses = [];
        while (await stream.NextAsync() is { } next)
        {
            if (next.GetProperty("type").GetString() == "connection.status.change")
            {
                statuses.Add(next.GetProperty("result").GetProperty("status").GetString()!);
            }
        }

        statuses.ShouldContain("closing");
        (await ended).ShouldBe(0);
        service.Errors.ShouldBeEmpty();
    }
}
