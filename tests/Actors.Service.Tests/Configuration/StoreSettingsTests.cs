using Actors.Service.Configuration;
using Microsoft.Extensions.Configuration;

namespace Actors.Service.Tests.Configuration;

public sealed class StoreSettingsTests
{
    [Fact]
    public void Read_from_the_environment_takes_every_section()
    {
        var read = Environment(
            ("Log__Kind", "kafka"), ("Log__Shards", "6"),
            ("Kafka__BootstrapServers", "a:1,b:2"), ("Kafka__ReplicationFactor", "3"), ("Kafka__Linger", "00:00:00.005"),
            ("Redis__Configuration", "r:6379"), ("Postgres__ConnectionString", "Host=p"));
        read.ShouldSatisfyAllConditions(
            () => read.Log.ShouldBe(LogKind.Kafka),
            () => read.Live.ShouldBe(LiveKind.Redis),
            () => read.History.ShouldBe(HistoryKind.Postgres),
            () => read.Kafka.BootstrapServers.ShouldBe("a:1,b:2"),
            () => read.Kafka.ShardCount.ShouldBe(6),
            () => read.Kafka.ReplicationFactor.ShouldBe((short)3),
            () => read.Kafka.Linger.ShouldBe(TimeSpan.FromMilliseconds(5)),
            () => read.Redis.Configuration.ShouldBe("r:6379"),
            () => read.Postgres.ConnectionString.ShouldBe("Host=p"));
    }

    [Theory]
    [InlineData("sasl.password")]
    [InlineData("sasl_password")]
    public void Client_settings_pass_with_dots_and_with_what_a_shell_can_export_for_them(string name)
    {
        var read = Environment(
            ("Log__Kind", "kafka"), ("Kafka__BootstrapServers", "a:1"), ("Kafka__Client__" + name, "s_e.c"), ("Kafka__Client__security.protocol", "sasl_ssl"));
        read.Kafka.Client.ShouldBe(new Dictionary<string, string> { [name] = "s_e.c", ["security.protocol"] = "sasl_ssl" }, ignoreOrder: true);
        read.Validate();
    }

    [Theory]
    [InlineData("Kafka:BootstrapServer", "BootstrapServers")]
    [InlineData("Kafka:ShardCount", "Topic")]
    [InlineData("Redis:Config", "Configuration")]
    [InlineData("Postgres:Password", "ConnectionString")]
    [InlineData("Log:Retention:MaxAges", "Kind, Shards")]
    public void Key_that_nobody_reads_is_refused_with_those_that_there_are(string key, string expected)
    {
        var reader = Reader(("Log:Kind", "kafka"), ("Kafka:BootstrapServers", "a:1"), (key, "1.00:00:00"));
        StoreSettings.Read(reader);
        Should.Throw<SettingException>(reader.RefuseUnknownKeys).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("Log:Retention:MaxAge", "Log:Retention:MaxAge is a setting of Log:Kind=sqlite; the log is kafka.")]
    [InlineData("Log:MaxPages", "Log:MaxPages is a setting of Log:Kind=sqlite; the log is kafka.")]
    [InlineData("History:Events:Text", "History:Events:Text is a setting of History:Kind=postgres; the history is sqlite.")]
    public void Key_of_another_kind_is_refused_with_the_kind_that_has_it(string key, string sentence)
    {
        var reader = Reader(("Log:Kind", "kafka"), ("Kafka:BootstrapServers", "a:1"), (key, "1.00:00:00"));
        StoreSettings.Read(reader);
        Should.Throw<SettingException>(reader.RefuseUnknownKeys).Message.ShouldBe(sentence);
    }

    private static SettingsReader Reader(params (string Key, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());

    // Variables with a prefix of the test's own, so that tests in parallel do not see them.
    private static StoreSettings Environment(params (string Name, string Value)[] variables)
    {
        var prefix = $"T{Guid.NewGuid():N}_";
        foreach (var (name, value) in variables)
        {
            System.Environment.SetEnvironmentVariable(prefix + name, value);
        }

        try
        {
            var reader = new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables(prefix).Build());
            var read = StoreSettings.Read(reader);
            reader.RefuseUnknownKeys();
            return read;
        }
        finally
        {
            foreach (var (name, _) in variables)
            {
                System.Environment.SetEnvironmentVariable(prefix + name, null);
            }
        }
    }
}
